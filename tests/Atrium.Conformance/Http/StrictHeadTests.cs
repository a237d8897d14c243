namespace Atrium.Conformance.Http;

/// <summary>
/// Heads that RFC 9110 and 9112 do not allow, at both doors, each with a request behind it that may not be answered. What is the server's own,
/// what is a site's and what leads to TLS must not make a difference: the reader before all of them refuses.
/// </summary>
[Collection(HttpCollection.Name)]
public sealed class StrictHeadTests(HttpServer server)
{
    private const string Host = "Host: 127.0.0.1\r\n";

    private static readonly string Second = Ask.Nobody("GET /livez");

    /// <summary>RFC 9112, 3: method SP target SP version CRLF.</summary>
    [Theory]
    [InlineData(400, "GET /livez HTTP/1.1\n" + Host + "\r\n")] // a bare LF
    [InlineData(400, "GET /livez HTTP/1.1\r" + Host + "\r\n")] // a bare CR
    [InlineData(400, "GET /livez HTTP/1.1\r\r\n" + Host + "\r\n")]
    [InlineData(400, "GET HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "GET  HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "GET /livez\r\n")] // HTTP/0.9
    [InlineData(400, "GET /livez  HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, " GET /livez HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "GET /liv ez HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "GET /livez\tHTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "   \r\n\r\n")]
    [InlineData(400, "\r\n\r\nGET /livez HTTP/1.1\r\n" + Host + "\r\n")] // one empty line is ignored, not two
    [InlineData(400, "\nGET /livez HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003")] // a TLS hello
    [InlineData(400, "G\0T /livez HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "G\u00c9T /livez HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "G\"T /livez HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(501, "get /livez HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(501, "Get /livez HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(501, "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")]
    [InlineData(501, "CONNECT /livez HTTP/1.1\r\n" + Host + "\r\n")]
    public Task RequestLine_Malformed_IsRefused(int status, string head) => RefusedAsync(status, head);

    /// <summary>RFC 9112, 2.3.</summary>
    [Theory]
    [InlineData(400, "http/1.1")]
    [InlineData(400, "Http/1.1")]
    [InlineData(400, "HTTP/1")]
    [InlineData(400, "HTTP/1.")]
    [InlineData(400, "HTTP/.1")]
    [InlineData(400, "HTTP/11")]
    [InlineData(400, "HTTP/01.1")]
    [InlineData(400, "HTTP/1.01")]
    [InlineData(400, "HTTP/01.01")]
    [InlineData(400, "HTTP/ 1.1")]
    [InlineData(400, "HTTP/1.1 ")]
    [InlineData(400, "HTTP/1.1x")]
    [InlineData(400, "HTTP/1.x")]
    [InlineData(400, "HTTP/-1.1")]
    [InlineData(400, "HTTPS/1.1")]
    [InlineData(400, "HTTP-1.1")]
    [InlineData(400, "ICY/1.1")]
    [InlineData(505, "HTTP/0.9")]
    [InlineData(505, "HTTP/1.2")]
    [InlineData(505, "HTTP/2.0")]
    [InlineData(505, "HTTP/3.0")]
    [InlineData(505, "HTTP/9.9")]
    public Task Version_Other_IsRefused(int status, string version) => RefusedAsync(status, $"GET /livez {version}\r\n{Host}\r\n");

    [Fact]
    public Task Version_PrefaceOfHttp2_505() => RefusedAsync(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    /// <summary>RFC 9112, 3.2; RFC 3986, 2 and 3.</summary>
    [Theory]
    [InlineData("/livez#fragment")]
    [InlineData("/livez?a#b")]
    [InlineData("livez")]
    [InlineData("127.0.0.1/livez")]
    [InlineData("//user@127.0.0.1\\livez")]
    [InlineData("/liv\\ez")]
    [InlineData("/liv<ez")]
    [InlineData("/liv>ez")]
    [InlineData("/liv\u007fez")]
    [InlineData("/liv\u0001ez")]
    [InlineData("/liv\0ez")]
    [InlineData("/liv\u00e9ez")]
    [InlineData("/livez?\u00e9")]
    [InlineData("/livez?a\u0001")]
    [InlineData("/liv%")]
    [InlineData("/liv%6")]
    [InlineData("/liv%zz")]
    [InlineData("/liv%6gez")]
    [InlineData("/livez?a=%")]
    [InlineData("/livez?a=%u00e9")]
    [InlineData("*")]
    [InlineData("**")]
    [InlineData("*/livez")]
    [InlineData("ftp://127.0.0.1/livez")]
    [InlineData("http:/livez")]
    [InlineData("http://")]
    [InlineData("http:///livez")]
    [InlineData("http://user@127.0.0.1/livez")]
    [InlineData("http://127.0.0.1:99999/livez")]
    [InlineData("http://evil.example/livez")] // another than Host
    [InlineData("http://127.0.0.1:81/livez")]
    [InlineData("http://127.0.0.1/livez#a")]
    public Task Target_Malformed_IsRefused(string target) => RefusedAsync(400, $"GET {target} HTTP/1.1\r\n{Host}\r\n");

    /// <summary>RFC 9110, 7.2.</summary>
    [Theory]
    [InlineData("Host: a:b")]
    [InlineData("Host: 127.0.0.1:")]
    [InlineData("Host: 127.0.0.1:+80")]
    [InlineData("Host: 127.0.0.1:-80")]
    [InlineData("Host: 127.0.0.1:8 0")]
    [InlineData("Host: 127.0.0.1:65536")]
    [InlineData("Host: 127.0.0.1:000080")]
    [InlineData("Host: 127.0.0.1:80:80")]
    [InlineData("Host: :80")]
    [InlineData("Host: @127.0.0.1")]
    [InlineData("Host: user:password@127.0.0.1")]
    [InlineData("Host: 127.0.0.1,evil.example")]
    [InlineData("Host: 127.0.0.1/")]
    [InlineData("Host: 127.0.0.1?a")]
    [InlineData("Host: 127.0.0.1#a")]
    [InlineData("Host: http://127.0.0.1")]
    [InlineData("Host: 127.0.0.1\\evil")]
    [InlineData("Host: 127.0.0.1 evil.example")]
    [InlineData("Host: 127.0.0.1\tevil.example")]
    [InlineData("Host: %31%32%37.0.0.1")]
    [InlineData("Host: caf\u00e9.example")]
    [InlineData("Host: [::1")]
    [InlineData("Host: [::1]x")]
    [InlineData("Host: [127.0.0.1]")]
    [InlineData("Host: [::g]")]
    [InlineData("Host: ::1")]
    [InlineData("Host: [::1%25eth0]")]
    [InlineData("Host: 127.0.0.1\r\nhost: 127.0.0.1")]
    [InlineData("Host: 127.0.0.1\r\nHOST: evil.example")]
    [InlineData("Host:\r\nHost: 127.0.0.1")]
    [InlineData("Host: 127.0.0.1\r\nHost:")]
    public Task Host_Malformed_IsRefused(string field) => RefusedAsync(400, $"GET /livez HTTP/1.1\r\n{field}\r\n\r\n");

    [Theory]
    [InlineData("Host: ")]
    [InlineData("Host: user@127.0.0.1")]
    [InlineData("Host: 127.0.0.1\r\nHost: 127.0.0.1")]
    public Task Host_MalformedInHttp10_IsRefused(string field) => RefusedAsync(400, $"GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n{field}\r\n\r\n");

    /// <summary>RFC 9112, 5 and 5.2; RFC 9110, 5.5.</summary>
    [Theory]
    [InlineData("X-A: b\nX-B: c")]
    [InlineData("X-A: b\n")]
    [InlineData("X-A: b\r\r\nX-B: c")]
    [InlineData("X-A: \rb")]
    [InlineData("X-A: b\r\n\tc")]
    [InlineData("X-A:\r\n b")]
    [InlineData("\tX-A: b")]
    [InlineData(" ")]
    [InlineData("X-A\t: b")]
    [InlineData("X-A\0: b")]
    [InlineData("X-\u00e9: b")]
    [InlineData("X\"A\": b")]
    [InlineData("X[A]: b")]
    [InlineData("X{A}: b")]
    [InlineData("X=A: b")]
    [InlineData("X\\A: b")]
    [InlineData("X@A: b")]
    [InlineData("X;A: b")]
    [InlineData("X<A>: b")]
    [InlineData("GET /livez HTTP/1.1")]
    [InlineData("X-A: \u0007\u0008\u000b")]
    [InlineData("X-A: b\u000c")]
    [InlineData("X-A: \u001f")]
    [InlineData("Cookie: a=b\0c")]
    [InlineData("Authorization: Basic YTpi\r\nAuthorization: Basic YTpj")]
    [InlineData("Content-Type: text/plain\r\nContent-Type: text/html")]
    public Task Field_Malformed_IsRefused(string field) => RefusedAsync(400, $"GET /livez HTTP/1.1\r\n{Host}{field}\r\n\r\n");

    [Theory]
    [InlineData(" \r\n" + Host)]
    [InlineData(" X-A: b\r\n" + Host)]
    [InlineData("\n" + Host)]
    public Task Field_BehindTheRequestLineMalformed_IsRefused(string rest) => RefusedAsync(400, $"GET /livez HTTP/1.1\r\n{rest}\r\n");

    [Fact]
    public Task Attack4_MethodOf100KB_400() => RefusedAsync(400, $"{new string('A', 100_000)} /livez HTTP/1.1\r\n{Host}\r\n");

    /// <summary>What is unusual and allowed.</summary>
    [Theory]
    [InlineData("\r\nGET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nhOST:127.0.0.1\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: \t 127.0.0.1 \t\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: LOCALHOST:8443\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: [::1]:443\r\n\r\n")]
    [InlineData("GET https://LocalHost/livez HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Empty:\r\n!#$%&'*+-.^_`|~: \u00c3\u00a9\tb\r\n\r\n")]
    [InlineData("GET http://127.0.0.1/livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET http://127.0.0.1:80/livez HTTP/1.1\r\nHost: 127.0.0.1:80\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer_Encoding: chunked\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length:   5\t\r\n\r\nhello")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: Chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX-Checksum: c\r\n\r\n")]
    public async Task Head_Unusual_IsAnsweredAndTheNextToo(string head)
    {
        foreach (var connect in new[] { Wire.ConnectTlsAsync, Wire.ConnectClearAsync })
        {
            await using var wire = await connect(server.Process);
            await wire.SendAsync(head + "\r\n" + Second);
            Assert.Equal("live\n", (await wire.AnswerAsync()).Text);
            Assert.Equal("live\n", (await wire.AnswerAsync()).Text);
        }
    }

    /// <summary>An answer, its connection's end, and nothing for the request behind.</summary>
    private async Task RefusedAsync(int status, string head)
    {
        foreach (var connect in new[] { Wire.ConnectTlsAsync, Wire.ConnectClearAsync })
        {
            await using var wire = await connect(server.Process);
            await wire.SendWhileTakenAsync(System.Text.Encoding.Latin1.GetBytes(head + Second));
            var answer = await wire.AnswerAsync();
            Assert.True(answer.Status == status, $"{answer}");
            Assert.Equal(("close", "application/problem+json"), (answer["Connection"], answer["Content-Type"]));
            await wire.AssertClosedAsync();
        }
    }
}
