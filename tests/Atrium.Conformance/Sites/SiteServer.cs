using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Sites;

/// <summary>One server with sites, for the tests of a class.</summary>
public sealed class SiteServer : IAsyncLifetime
{
    internal Scratch Scratch { get; } = new();

    internal AtriumProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Process = await AtriumProcess.StartAsync(Scratch.Path("data"));

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Scratch.Dispose();
    }

    /// <summary><c>atrium site ...</c></summary>
    internal Task<ShellResult> SiteAsync(params string[] arguments) => AtriumProgram.RunAsync(["site", .. arguments, "--data", Process.Data]);

    /// <summary>A local folder with these files.</summary>
    internal string Folder(string name, params (string Path, string Text)[] files)
    {
        var folder = Scratch.Path(name);
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        return folder;
    }

    /// <summary>Adds a site with these files; its name.</summary>
    internal async Task<string> AddAsync(string host, params (string Path, string Text)[] files)
    {
        (await SiteAsync("add", host, "--from", Folder(host, files))).OrThrow();
        return host;
    }

    /// <summary>curl, as a visitor over TLS who trusts the server's authority.</summary>
    internal Task<CurlAnswer> AskAsync(string host, string path, params string[] options) => CurlAsync($"https://{host}:{Process.HttpsPort}{path}", host, options);

    /// <summary>curl, as a visitor in clear text.</summary>
    internal Task<CurlAnswer> AskClearAsync(string host, string path, params string[] options)
        => CurlAsync($"http://{host}:{Process.PortBase + 80}{path}", host, options);

    /// <summary>The whole of it, whatever else.</summary>
    internal async Task<CurlAnswer> CurlAsync(string url, string host, params string[] options)
    {
        var (body, head) = (Scratch.Path($"body-{Guid.NewGuid():N}"), Scratch.Path($"head-{Guid.NewGuid():N}"));
        var result = (await Shell.RunAsync(
            "curl",
            [
                "-sS", "--path-as-is", "--cacert", Process.CaPath, "-o", body, "-D", head, "-w", "%{http_code} %{size_upload}",
                "--resolve", $"{host}:{Process.HttpsPort}:127.0.0.1", "--resolve", $"{host}:{Process.PortBase + 80}:127.0.0.1", .. options, url,
            ],
            input: null)).OrThrow();
        return new(
            int.Parse(result.Output.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), await File.ReadAllTextAsync(head, TestRun.Cancelled),
            File.Exists(body) ? await File.ReadAllBytesAsync(body, TestRun.Cancelled) : [], 0);
    }

    /// <summary>Deploys over the API, without a program to start; only what is missing is sent.</summary>
    internal static async Task<long> DeployAsync(HttpClient http, string host, params (string Path, string Text)[] files)
    {
        var byHash = files.GroupBy(file => Hash(file.Text)).ToDictionary(group => group.Key, group => group.First().Text);
        var list = files.Select(file => new { path = file.Path, size = Encoding.UTF8.GetByteCount(file.Text), sha256 = Hash(file.Text) }).ToArray();
        string? upload = null;
        while (true)
        {
            using var answer = await http.PostAsJsonAsync($"/api/v1/sites/{host}/deployments", new { files = list, upload }, TestRun.Cancelled);
            var text = await answer.Content.ReadAsStringAsync(TestRun.Cancelled);
            Assert.True(answer.IsSuccessStatusCode, text);
            var record = JsonDocument.Parse(text).RootElement;
            if ((int)answer.StatusCode == 201)
                return record.GetProperty("deployment").GetProperty("number").GetInt64();
            Assert.Null(upload);
            upload = record.GetProperty("upload").GetString();
            foreach (var missing in record.GetProperty("missing").EnumerateArray())
            {
                using var sent = await http.PutAsync(
                    $"/api/v1/sites/{host}/uploads/{upload}/{missing.GetString()}", new StringContent(byHash[missing.GetString()!]), TestRun.Cancelled);
                Assert.Equal(204, (int)sent.StatusCode);
            }
        }
    }

    /// <summary>The API as the account admin.</summary>
    internal HttpClient NewApi()
    {
        var http = NewVisitor("127.0.0.1");
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{AtriumProgram.Password}")));
        return http;
    }

    /// <summary>A program that asks a site over TLS.</summary>
    internal HttpClient NewVisitor(string host) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", Process.HttpsPort, cancellation);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri($"https://{host}:{Process.HttpsPort}"),
        Timeout = Until.Patience,
    };

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
