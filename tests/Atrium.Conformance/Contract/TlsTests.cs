using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Atrium.Conformance.Contract;

/// <summary>TLS of the real server, asked by a client that is not ours: openssl.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Tls_OldVersions_AreRefusedByTheServer()
    {
        await using var server = await AtriumProcess.StartAsync(scratch.Path("data"));

        foreach (var version in new[] { "-tls1", "-tls1_1" })
        {
            var result = await ClientAsync(server, version, "-cipher", "ALL:@SECLEVEL=0");
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains("alert protocol version", result.Error, StringComparison.Ordinal);
        }
        foreach (var version in new[] { "-tls1_2", "-tls1_3" })
            Assert.Contains("Verify return code: 0 (ok)", (await ClientAsync(server, version)).OrThrow().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_EverySuiteThatOpenSslKnows_OnlyThoseOfThePolicyAreOffered()
    {
        await using var server = await AtriumProcess.StartAsync(scratch.Path("data"));
        var known = (await Shell.RunAsync("openssl", "ciphers", "-s", "-tls1_2", "ALL:COMPLEMENTOFALL:@SECLEVEL=0")).OrThrow().Output.Trim().Split(':');
        var offered = new List<string>();
        foreach (var suite in known)
        {
            if ((await ClientAsync(server, "-tls1_2", "-cipher", $"{suite}:@SECLEVEL=0")).Output.Contains($"Cipher is {suite}", StringComparison.Ordinal))
                offered.Add(suite);
        }

        Assert.True(known.Length > 50, string.Join(' ', known));
        // The certificate is ECDSA; the same three exist for RSA.
        Assert.Equal(
            ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"], offered.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("h2,http/1.1", "h2")]
    [InlineData("http/1.1", "http/1.1")]
    public async Task Tls_Alpn_IsHttp(string asked, string given)
    {
        await using var server = await AtriumProcess.StartAsync(scratch.Path("data"));

        Assert.Contains($"ALPN protocol: {given}", (await ClientAsync(server, "-alpn", asked)).OrThrow().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_Certificate_NamesTheServerTheMachineAndItsAddresses()
    {
        await using var server = await AtriumProcess.StartAsync(new ServerStart(scratch.Path("data")) { MoreArguments = ["--name", "files.example.org"] });

        foreach (var (option, name) in new[] { ("-verify_hostname", "files.example.org"), ("-verify_hostname", "localhost"), ("-verify_ip", "127.0.0.1") })
            Assert.Contains("Verify return code: 0 (ok)", (await ClientAsync(server, "-verify_return_error", option, name)).OrThrow().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_OperatorsPair_IsServedByNameFromTheMomentItIsThere()
    {
        await using var server = await AtriumProcess.StartAsync(scratch.Path("data"));
        var certs = Path.Combine(server.Data, "tls", "certs");

        var first = await PutPairAsync(certs, "shop.example.net");
        await Until.TrueAsync(async () => await ServedAsync(server, "shop.example.net") == first, () => $"The new pair is not served:\n{server.Output}");
        Assert.NotEqual(first, await ServedAsync(server, "localhost"));

        // A bad one in its place: the old one stays, and the log says so.
        await File.WriteAllTextAsync(Path.Combine(certs, "shop.example.net.crt"), "not a certificate", TestRun.Cancelled);
        await Until.TrueAsync(() => Task.FromResult(server.Output.Contains("stays in service", StringComparison.Ordinal)), () => server.Output);
        Assert.Equal(first, await ServedAsync(server, "shop.example.net"));

        var second = await PutPairAsync(certs, "shop.example.net");
        await Until.TrueAsync(async () => await ServedAsync(server, "shop.example.net") == second, () => $"The renewed pair is not served:\n{server.Output}");
    }

    [Fact]
    public async Task Tls_PairOfTheConfiguration_IsServedByName()
    {
        var thumbprint = await PutPairAsync(scratch.Path(""), "shop.example.net");
        var config = scratch.Path("config.json");
        await File.WriteAllTextAsync(
            config,
            $$"""{"tls.certificate": "{{scratch.Path("shop.example.net.crt")}}", "tls.key": "{{scratch.Path("shop.example.net.key")}}"}""",
            TestRun.Cancelled);
        await using var server = await AtriumProcess.StartAsync(new ServerStart(scratch.Path("data")) { MoreArguments = ["--config", config] });

        Assert.Equal(thumbprint, await ServedAsync(server, "shop.example.net"));
        Assert.NotEqual(thumbprint, await ServedAsync(server, "localhost"));
    }

    private static Task<ShellResult> ClientAsync(AtriumProcess server, params string[] more)
        => Shell.RunAsync("openssl", ["s_client", "-connect", $"127.0.0.1:{server.HttpsPort}", "-servername", "localhost", "-CAfile", server.CaPath, .. more]);

    private static async Task<string> ServedAsync(AtriumProcess server, string name)
    {
        var shown = await Shell.RunAsync("openssl", "s_client", "-connect", $"127.0.0.1:{server.HttpsPort}", "-servername", name);
        using var certificate = X509Certificate2.CreateFromPem(shown.Output.AsSpan(shown.Output.IndexOf("-----BEGIN", StringComparison.Ordinal)));
        return certificate.Thumbprint;
    }

    private static async Task<string> PutPairAsync(string folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(60));
        foreach (var (kind, text) in new[] { ("key", key.ExportPkcs8PrivateKeyPem()), ("crt", certificate.ExportCertificatePem()) })
        {
            var path = Path.Combine(folder, $"{name}.{kind}");
            await File.WriteAllTextAsync(path, text, TestRun.Cancelled);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        return certificate.Thumbprint;
    }
}
