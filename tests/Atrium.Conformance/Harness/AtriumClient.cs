using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Atrium.Conformance.Harness;

/// <summary>The files API as the account admin, over HTTPS and with nothing trusted but the server's own CA.</summary>
internal sealed class AtriumClient : IDisposable
{
    private readonly X509Certificate2 authority;
    private readonly HttpClient http;

    public AtriumClient(int httpsPort, string caPath)
    {
        authority = X509CertificateLoader.LoadCertificateFromFile(caPath);
        http = NewHttp(httpsPort, authority, ConnectAsync);
        var credential = Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{AtriumProgram.Password}"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credential);
    }

    /// <summary>A plain client of nobody, which trusts the server's CA alone.</summary>
    public static HttpClient NewHttp(
        int httpsPort, X509Certificate2 authority, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(authority);
        return new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
            AllowAutoRedirect = false,
            // Whom a request is of is said by the request.
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = connect,
        })
        {
            BaseAddress = new Uri($"https://127.0.0.1:{httpsPort}"),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            // A server that hangs is a failure of the test, not of the run.
            Timeout = Until.Patience,
        };
    }

    /// <summary>HTTP/1.1 or HTTP/2, exactly.</summary>
    public Version Version
    {
        get => http.DefaultRequestVersion;
        init => http.DefaultRequestVersion = value;
    }

    /// <summary>The client's own port of the newest connection: by it a trace finds the server's socket.</summary>
    public int LocalPort { get; private set; }

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/readyz") { Version = Version };
            using var answer = await SendOrFailAsync(request);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // nobody listens yet
        }
    }

    public Task<Answer> PutAsync(string path, byte[] bytes) => SendAsync(HttpMethod.Put, path, new ByteArrayContent(bytes));

    public Task<Answer> PutAsync(string path, HttpContent body) => SendAsync(HttpMethod.Put, path, body);

    /// <summary>A body of unknown length (chunked, or DATA frames without content-length).</summary>
    public Task<Answer> PutStreamedAsync(string path, byte[] bytes) => SendAsync(HttpMethod.Put, path, new UnknownLengthContent(bytes));

    public Task<Answer> AppendAsync(string path, byte[] bytes) =>
        SendAsync(HttpMethod.Patch, path + "?append", new ByteArrayContent(bytes));

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, body: null);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, body: null);

    public Task<Answer> DeleteTreeAsync(string path) => SendAsync(HttpMethod.Delete, path + "?recursive=true", body: null);

    public Task<Answer> MoveAsync(string from, string to) => OperateAsync("move", new { from, to, overwrite = true });

    public Task<Answer> CopyAsync(string from, string to) => OperateAsync("copy", new { from, to, overwrite = true });

    public void Dispose()
    {
        http.Dispose();
        authority.Dispose();
    }

    private async Task<Answer> OperateAsync(string operation, object arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/operations/{operation}")
        {
            Content = JsonContent.Create(arguments),
            Version = Version,
        };
        return await SendAsync(request);
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/files{path}") { Content = body, Version = Version };
        return await SendAsync(request);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await SendOrFailAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync(TestRun.Cancelled);
        return new(response.StatusCode, response.Headers.ETag?.Tag, body);
    }

    private async Task<HttpResponseMessage> SendOrFailAsync(HttpRequestMessage request)
    {
        try
        {
            return await http.SendAsync(request, TestRun.Cancelled);
        }
        catch (SocketException cut)
        {
            // .NET lets it through where the server dies between the connection and the first look at its address.
            throw new HttpRequestException(HttpRequestError.ConnectionError, cut.Message, cut);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            LocalPort = ((IPEndPoint)socket.LocalEndPoint!).Port;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class UnknownLengthContent(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
