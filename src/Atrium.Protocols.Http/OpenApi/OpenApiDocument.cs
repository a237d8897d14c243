using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Atrium.Api;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary><c>/api/v1/openapi.json</c>: the route table, its descriptions, and the records of Atrium.Api as schemas (OpenAPI 3.1).</summary>
internal static class OpenApiDocument
{
    private const string Additional = "x-additionalOperations";

    private static readonly string[] Fixed = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

    private static readonly Lazy<byte[]> Text = new(() => System.Text.Encoding.UTF8.GetBytes(Build().ToJsonString()));

    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        var response = exchange.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = Text.Value.Length;
        if (!exchange.IsHead)
            await response.BodyWriter.WriteAsync(Text.Value, exchange.Aborted);
        return null;
    }

    internal static JsonObject Build()
    {
        var schemas = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        var problem = Reference(AtriumJson.Default.ProblemRecord, schemas);
        var paths = new JsonObject();
        foreach (var route in Routes.All)
        {
            var path = new JsonObject();
            var parameters = new JsonArray([.. route.Names.Where(name => name[0] == '{').Select(PathParameter)]);
            if (parameters.Count > 0)
                path["parameters"] = parameters;
            foreach (var (method, _) in route.Methods)
                Place(path, method)[Fixed.Contains(method) ? method.ToLowerInvariant() : method] = Describe(route, ApiOperations.All[ApiOperations.Key(method, route.Path)], problem, schemas);
            paths[route.Template] = path;
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Atrium",
                ["version"] = "1",
                ["description"] = $"Files, access and administration. A path of the tree in an address has its names percent-encoded one by one, with slashes between them. Every error is a problem document (RFC 9457). Any request can also meet {string.Join(", ", ApiOperations.OfAnyRequest)}.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["basic"] = new JsonObject { ["type"] = "http", ["scheme"] = "basic" },
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
                ["schemas"] = new JsonObject(schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value))),
            },
        };
    }

    /// <summary>
    /// OpenAPI 3.1 has a fixed set of methods, to which those of WebDAV do not belong. Version 3.2 has additionalOperations for them; until its
    /// readers know that, the same stands in an extension of that name.
    /// </summary>
    private static JsonObject Place(JsonObject path, string method)
    {
        if (Fixed.Contains(method))
            return path;
        if (path[Additional] is not JsonObject additional)
            path[Additional] = additional = [];
        return additional;
    }

    private static JsonObject Describe(Route route, Operation operation, JsonObject problem, SortedDictionary<string, JsonNode> schemas)
    {
        var responses = new JsonObject();
        foreach (var reply in operation.Replies.OrderBy(reply => reply.Status))
            responses[Number(reply.Status)] = Answer(reply.Description, reply.Bodies, schemas);
        foreach (var status in operation.Problems)
            responses[Number(status)] = Problem(Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), problem, operation.Condition);
        responses["default"] = Problem("What any request can meet", problem);
        var described = new JsonObject { ["tags"] = new JsonArray(operation.Tag), ["summary"] = operation.Summary };
        if (operation.Parameters.Count > 0)
            described["parameters"] = new JsonArray([.. operation.Parameters.Select(Describe)]);
        if (operation.Request is { } request)
            described["requestBody"] = new JsonObject { ["content"] = Content([request], schemas) };
        described["responses"] = responses;
        // A visitor without a sign-in is let in too, and may do what anyone may.
        described["security"] = route.Entry == Entry.Signed
            ? new JsonArray(new JsonObject { ["basic"] = new JsonArray() }, new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject())
            : new JsonArray();
        return described;
    }

    private static JsonObject PathParameter(string name) => new()
    {
        ["name"] = name[1..^1],
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Describe(Parameter parameter)
    {
        var described = new JsonObject { ["name"] = parameter.Name, ["in"] = parameter.IsField ? "header" : "query", ["description"] = parameter.Description };
        if (parameter.IsRequired)
            described["required"] = true;
        if (parameter.Type == "switch")
            described["allowEmptyValue"] = true;
        described["schema"] = parameter.Type switch
        {
            "date-time" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            "switch" => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("", "true", "false") },
            var type => new JsonObject { ["type"] = type },
        };
        return described;
    }

    private static JsonObject Answer(string description, IReadOnlyList<Body> bodies, SortedDictionary<string, JsonNode> schemas)
    {
        var answer = new JsonObject { ["description"] = description };
        if (bodies.Count > 0)
            answer["content"] = Content(bodies, schemas);
        return answer;
    }

    private static JsonObject Content(IReadOnlyList<Body> bodies, SortedDictionary<string, JsonNode> schemas)
    {
        var content = new JsonObject();
        foreach (var group in bodies.GroupBy(body => body.MediaType))
        {
            var records = group.Select(body => body.Record).OfType<JsonTypeInfo>().Select(record => Reference(record, schemas)).ToList();
            content[group.Key] = records.Count switch
            {
                0 => new JsonObject(),
                1 => new JsonObject { ["schema"] = records[0] },
                _ => new JsonObject { ["schema"] = new JsonObject { ["oneOf"] = new JsonArray([.. records]) } },
            };
        }
        return content;
    }

    private static JsonObject Problem(string description, JsonObject problem, Body? condition = null)
    {
        var content = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = problem.DeepClone() } };
        if (condition is not null)
            content[condition.MediaType] = new JsonObject();
        return new JsonObject { ["description"] = description, ["content"] = content };
    }

    private static JsonObject Reference(JsonTypeInfo record, SortedDictionary<string, JsonNode> schemas)
    {
        var name = NameOf(record.Type);
        if (!schemas.ContainsKey(name))
        {
            schemas[name] = record.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                TransformSchemaNode = (_, schema) => PlainNumber(schema),
            });
        }
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    /// <summary>PageRecord of GroupRecord is a GroupPage.</summary>
    private static string NameOf(Type type) => type.IsGenericType
        ? NameOf(type.GetGenericArguments()[0]) + "Page"
        : type.Name.EndsWith("Record", StringComparison.Ordinal) ? type.Name[..^"Record".Length] : type.Name;

    // Numbers in strings are taken too, for lenient clients; what is sent, and what should be, is a number.
    private static JsonNode PlainNumber(JsonNode schema)
    {
        if (schema is not JsonObject { } described || described["type"] is not JsonArray types || !described.ContainsKey("pattern"))
            return schema;
        string[] plain = [.. types.Select(type => type!.GetValue<string>()).Where(type => type != "string")];
        described.Remove("pattern");
        described["type"] = plain.Length == 1 ? plain[0] : new JsonArray([.. plain.Select(type => JsonValue.Create(type))]);
        return described;
    }

    private static string Number(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
