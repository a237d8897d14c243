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
