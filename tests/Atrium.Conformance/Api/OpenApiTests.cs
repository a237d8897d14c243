using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Atrium.Conformance.Api;

/// <summary>The document is what the server does: every operation, every status, every schema.</summary>
public sealed class OpenApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static readonly HashSet<string> Methods = ["get", "put", "post", "patch", "delete"];

    [Fact]
    public async Task Document_Always_IsOpenApi()
    {
        var read = OpenApiDocument.Parse(await server.DocumentAsync(), "json", new OpenApiReaderSettings());
        Assert.NotNull(read.Document);
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public async Task Operation_BroughtToEachOfItsStatuses_AnswersAsTheDocumentSays()
    {
        var document = JsonNode.Parse(await server.DocumentAsync())!;
        var documented = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in OperationsOf(operations!))
                documented.UnionWith(operation!["responses"]!.AsObject().Where(r => r.Key != "default").Select(r => $"{method.ToUpperInvariant()} {path} {r.Key}"));
        }
        var early = await server.EarlyAsync();
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var provocation in Provocations.All)
        {
            using var answer = await server.AskAsync(provocation with { Body = provocation.Body?.Replace("{early}", early) });
            var body = await answer.Content.ReadAsByteArrayAsync(TestRun.Cancelled);
            Assert.True(
                (int)answer.StatusCode == provocation.Status,
                $"{provocation.Who ?? "nobody"} {provocation.Operation} {provocation.Target} {provocation.Body?[..Math.Min(100, provocation.Body.Length)]}: expected {provocation.Status}, got {(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}");
            var key = $"{provocation.Operation} {provocation.Status}";
            Assert.Contains(key, documented);
            seen.Add(key);
            AssertBody(document, provocation, answer, body);
        }
        Assert.Equal(documented.Except(Provocations.Without.Keys), seen);
    }

    /// <summary>Those of the methods that OpenAPI knows, and those of the methods that stand beside them.</summary>
    private static IEnumerable<KeyValuePair<string, JsonNode?>> OperationsOf(JsonNode path)
        => path.AsObject().Where(operation => Methods.Contains(operation.Key)).Concat(path["x-additionalOperations"]?.AsObject() ?? []);

    private static void AssertBody(JsonNode document, Provocation provocation, HttpResponseMessage answer, byte[] body)
    {
        var (method, path) = (provocation.Method.ToLowerInvariant(), provocation.Operation[(provocation.Method.Length + 1)..]);
        var content = OperationsOf(document["paths"]![path]!).Single(operation => operation.Key.Equals(method, StringComparison.OrdinalIgnoreCase)).Value!["responses"]![$"{provocation.Status}"]!["content"];
        if (content is null)
        {
            Assert.Empty(body);
            return;
        }
        // A file comes in the answer to a change only where that is preferred (RFC 8144).
        if (body.Length == 0 && answer.Content.Headers.ContentType is null && content["application/octet-stream"] is not null)
            return;
        var type = answer.Content.Headers.ContentType!.MediaType!;
        // Any type of a file, and a problem for a person, who asked for it.
        if (content[type] is null)
        {
            Assert.True(content["application/octet-stream"] is not null || (type == "text/html" && provocation.Fields.Contains("Accept: text/html")), $"{provocation.Operation}: {type}");
            return;
        }
        if (content[type]!["schema"] is not { } schema)
            return;
        foreach (var line in type == "application/x-ndjson" ? Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [Encoding.UTF8.GetString(body)])
        {
            var options = schema["oneOf"] is JsonArray several ? several.ToList() : [schema];
            var results = options.Select(option => Evaluate(document, option!, line)).ToList();
            Assert.True(results.Count(result => result.IsValid) == 1, $"{provocation.Operation} {provocation.Status}: {line}\n{string.Join('\n', results.Select(Errors))}");
        }
    }

    private static EvaluationResults Evaluate(JsonNode document, JsonNode schema, string text)
    {
        var name = schema["$ref"]!.GetValue<string>()["#/components/schemas/".Length..];
        var closed = document["components"]!["schemas"]![name]!.DeepClone();
        Close(closed);
        return JsonSchema.FromText(closed.ToJsonString()).Evaluate(
            JsonDocument.Parse(text).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
    }

    /// <summary>A member that the document does not name is a failure too.</summary>
    private static void Close(JsonNode? schema)
    {
        if (schema is JsonArray array)
        {
            foreach (var item in array)
                Close(item);
        }
        if (schema is not JsonObject described)
            return;
        if (described["properties"] is JsonObject)
            described["additionalProperties"] = false;
        foreach (var (_, value) in described.ToList())
            Close(value);
    }

    private static string Errors(EvaluationResults results) => string.Join(
        "; ", (results.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}")));
}

/// <summary>A server with what the operations need, and callers who may all, something, and nothing.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    private readonly Scratch scratch = new();
    private AtriumProcess process = null!;
    private HttpClient http = null!;
    private readonly Dictionary<string, string> links = [];

    public async ValueTask InitializeAsync()
    {
        process = await AtriumProcess.StartAsync(scratch.Path("data"));
        http = process.NewHttp();
        await RunAsync("setting", "set", "storage.maintenance-interval", "1s");
        foreach (var name in (string[])["reader", "stranger"])
            (await Shell.RunAsync("dotnet", [await AtriumProgram.DllAsync(), "account", "add", name, "--password-stdin", "--data", process.Data], "sunken lantern orchard\n")).OrThrow();
        string[][] commands =
        [
            ["space", "add", "/shared/api"], ["space", "add", "/shared/listed"], ["space", "add", "/shared/small", "--quota", "1MB"],
            ["space", "add", "/shared/forgetful", "--retention", "0s"], ["space", "add", "/shared/full"], ["space", "add", "/shared/removed"],
            ["access", "grant", "/shared/api", "reader", "read"], ["access", "grant", "/shared/listed", "reader", "list"],
        ];
        foreach (var command in commands)
            await RunAsync(command);
        foreach (var file in (string[])["listed/f", "small/f", "full/gone", "api/gone", "api/full/f", "api/copy-1", "api/copy-2", "api/move-1", "api/move-2", "forgetful/f", "forgetful/f", "forgetful/f"])
            await StoreAsync(file, "content");
        await StoreAsync("api/large", new string('x', 1_100_000));
        foreach (var file in (string[])["full/gone", "api/gone"])
            (await SendAsync(HttpMethod.Delete, $"/api/v1/files/shared/{file}", null, "admin")).EnsureSuccessStatusCode();
        await StoreAsync("full/f", "content");
        await RunAsync("space", "set", "/shared/full", "--quota", "8B");
        foreach (var (name, request) in ((string, string)[])
        [
            ("{open}", """{"path":"/shared/api"}"""), ("{file}", """{"path":"/shared/listed/f"}"""),
            ("{locked}", """{"path":"/shared/api","password":"amber lattice"}"""), ("{drop}", """{"path":"/shared/listed","kind":"upload"}"""),
            ("{spare}", """{"path":"/shared/api"}"""), ("{small}", """{"path":"/shared/small","kind":"upload"}"""),
        ])
        {
            using var made = await SendAsync(HttpMethod.Post, "/api/v1/shares", new StringContent(request, Encoding.UTF8, "application/json"), "admin");
            var link = JsonNode.Parse(await made.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestRun.Cancelled))!;
            links[name] = link["token"]!.GetValue<string>();
            if (name == "{spare}")
                links["{id}"] = link["share"]!["id"]!.GetValue<string>();
        }
        await Until.TrueAsync(
            async () => (await SendAsync(HttpMethod.Get, "/api/v1/files/shared/forgetful/f?seq=1", null, "admin")).StatusCode == HttpStatusCode.Gone,
            () => "The history of /shared/forgetful was not purged.");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
        scratch.Dispose();
    }

    internal Task<string> DocumentAsync() => http.GetStringAsync("/api/v1/openapi.json", TestRun.Cancelled);

    /// <summary>A moment when /shared/forgetful had its first content: its history is gone.</summary>
    internal async Task<string> EarlyAsync()
    {
        var at = (await File.ReadAllTextAsync(scratch.Path("early"), TestRun.Cancelled)).Trim();
        return at;
    }

    internal Task<HttpResponseMessage> AskAsync(Provocation provocation)
    {
        HttpContent? body = provocation.Body is { } text ? new StringContent(text, Encoding.UTF8, MediaTypeHeaderValue.Parse(TypeOf(provocation.Target, text))) : null;
        var target = links.Aggregate(provocation.Target, (at, link) => at.Replace(link.Key, link.Value, StringComparison.Ordinal));
        return SendAsync(new HttpMethod(provocation.Method), target, body, provocation.Who, provocation.Fields);
    }

    private static string TypeOf(string target, string body) => target switch
    {
        _ when target.StartsWith("/dav", StringComparison.Ordinal) => body.StartsWith('<') ? "application/xml" : "application/octet-stream",
        _ when target.StartsWith("/api/v1/files", StringComparison.Ordinal) => "application/octet-stream",
        _ when target.StartsWith("/sign-", StringComparison.Ordinal) => "application/x-www-form-urlencoded",
        _ when !target.StartsWith("/s/", StringComparison.Ordinal) => "application/json",
        _ when body.StartsWith("--", StringComparison.Ordinal) => "multipart/form-data; boundary=b",
        _ when body.StartsWith("password=", StringComparison.Ordinal) => "application/x-www-form-urlencoded",
        _ => "text/plain",
    };

    private async Task StoreAsync(string file, string content)
    {
        using var stored = await SendAsync(HttpMethod.Put, $"/api/v1/files/shared/{file}", new StringContent(content), "admin");
        stored.EnsureSuccessStatusCode();
        if (file == "forgetful/f" && !File.Exists(scratch.Path("early")))
            await File.WriteAllTextAsync(scratch.Path("early"), $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}", TestRun.Cancelled);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, HttpContent? body, string? who, params string[] fields)
    {
        using var request = new HttpRequestMessage(method, target) { Content = body };
        if (who is not null)
        {
            var password = who == "admin" ? AtriumProgram.Password : "sunken lantern orchard";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{who}:{password}")));
        }
        foreach (var field in fields)
        {
            var (name, value) = (field[..field.IndexOf(':')], field[(field.IndexOf(':') + 1)..].Trim());
            if (name == "Transfer-Encoding")
                request.Headers.TransferEncodingChunked = true;
            else if (name == "Content-Type")
                body!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else if (!request.Headers.TryAddWithoutValidation(name, value))
                Assert.True(body!.Headers.TryAddWithoutValidation(name, value));
        }
        return await http.SendAsync(request, TestRun.Cancelled);
    }

    private async Task RunAsync(params string[] arguments) => (await AtriumProgram.RunAsync([.. arguments, "--data", process.Data])).OrThrow();
}
