using System.Globalization;

namespace Atrium.Conformance.Contract;

/// <summary>What curl received.</summary>
internal sealed record CurlAnswer(int Status, string Headers, byte[] Body, long Sent)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.Split('\n')
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    public override string ToString() => $"{Status}\n{Headers}\n{Text[..Math.Min(Text.Length, 500)]}";
}

/// <summary>One of many requests.</summary>
/// <param name="Method">GET, HEAD, ...</param>
/// <param name="Target">The path and the query.</param>
/// <param name="User">Who asks; null for nobody.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Fields">More fields.</param>
internal sealed record CurlRequest(string Method, string Target, (string Name, string Password)? User, string? Body = null, params string[] Fields);

/// <summary>The real curl, trusting nothing but the server's CA.</summary>
internal sealed class Curl(AtriumProcess server, Scratch scratch)
{
    /// <summary>One request as the account admin.</summary>
    public Task<CurlAnswer> AsAdminAsync(string pathAndQuery, params string[] options) =>
        AnonymousAsync(pathAndQuery, ["-u", $"admin:{AtriumProgram.Password}", .. options]);

    /// <summary>One request without a sign-in.</summary>
    public async Task<CurlAnswer> AnonymousAsync(string pathAndQuery, params string[] options)
    {
        var (body, headers) = (scratch.Path($"body-{Guid.NewGuid():N}"), scratch.Path($"headers-{Guid.NewGuid():N}"));
        var result = (await Shell.RunAsync(
            "curl",
            [
                "-sS", "--cacert", server.CaPath, "-o", body, "-D", headers, "-w", "%{http_code} %{size_upload}",
                .. options, $"https://127.0.0.1:{server.HttpsPort}{pathAndQuery}",
            ],
            input: null)).OrThrow();
        var numbers = result.Output.Split(' ');
        return new(
            int.Parse(numbers[0], CultureInfo.InvariantCulture),
            await File.ReadAllTextAsync(headers, TestRun.Cancelled),
            File.Exists(body) ? await File.ReadAllBytesAsync(body, TestRun.Cancelled) : [], // curl makes no file for no body
            long.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Many requests in one run of curl, on one connection as far as the server keeps it open.</summary>
    public async Task<IReadOnlyList<CurlAnswer>> ManyAsync(IReadOnlyList<CurlRequest> requests)
    {
        var config = new System.Text.StringBuilder();
        var files = requests.Select(_ => (Body: scratch.Path($"body-{Guid.NewGuid():N}"), Headers: scratch.Path($"headers-{Guid.NewGuid():N}"))).ToList();
        foreach (var (request, file) in requests.Zip(files))
        {
            void Add(string name, string value) => config.AppendLine(
                CultureInfo.InvariantCulture, $"{name} = \"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
            if (config.Length > 0)
                config.AppendLine("next");
            config.AppendLine("silent\nshow-error");
            Add("cacert", server.CaPath);
            Add("url", $"https://127.0.0.1:{server.HttpsPort}{request.Target}");
            Add("output", file.Body);
            Add("dump-header", file.Headers);
            if (request.Method == "HEAD")
                config.AppendLine("head");
            else
                Add("request", request.Method);
            if (request.User is { } user)
                Add("user", $"{user.Name}:{user.Password}");
            if (request.Body is { } body)
                Add("data-raw", body);
            foreach (var field in request.Fields.Append("Content-Type: application/json"))
                Add("header", field);
        }
        (await Shell.RunAsync("curl", ["-g", "-K", "-"], config.ToString())).OrThrow();
        var answers = new List<CurlAnswer>(requests.Count);
        foreach (var file in files)
        {
            var headers = await File.ReadAllTextAsync(file.Headers, TestRun.Cancelled);
            // An interim answer, where there is one, stands before the answer itself.
            headers = headers[Math.Max(0, headers.LastIndexOf("HTTP/", StringComparison.Ordinal))..];
            answers.Add(new(
                int.Parse(headers.Split(' ')[1], CultureInfo.InvariantCulture), headers,
                File.Exists(file.Body) ? await File.ReadAllBytesAsync(file.Body, TestRun.Cancelled) : [], 0));
        }
        return answers;
    }

    /// <summary>Stores a file.</summary>
    public async Task<CurlAnswer> StoreAsync(string path, byte[] bytes, params string[] options)
    {
        var file = scratch.Path($"upload-{Guid.NewGuid():N}");
        await File.WriteAllBytesAsync(file, bytes, TestRun.Cancelled);
        return await AsAdminAsync($"/api/v1/files{path}", ["-T", file, .. options]);
    }

    public Task<CurlAnswer> ReadAsync(string path, params string[] options) => AsAdminAsync($"/api/v1/files{path}", options);

    public Task<CurlAnswer> OperateAsync(string operation, string json) =>
        AsAdminAsync($"/api/v1/operations/{operation}", "-X", "POST", "-H", "Content-Type: application/json", "-d", json);
}
