using System.Net;
using Atrium.Protocols.Tls;

namespace Atrium.Protocols.Tests.Tls;

/// <summary>Which certificate is served: made at the first start, renewed by itself, the operator's by name and as the files change.</summary>
public sealed class CertificateStoreTests : IDisposable
{
    private readonly TlsFolder folder = new();
    private readonly OperatorAuthority foreign;

    public CertificateStoreTests() => foreign = new OperatorAuthority(folder.Time.GetUtcNow());

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Open_FirstTime_MakesACertificateForEveryNameAndAddress()
    {
        await using var store = await folder.OpenAsync(TlsFolder.Names("files.example.org", IPAddress.Parse("192.0.2.7")));

        var own = store.Select("files.example.org");
        Assert.Contains("localhost", own.DnsNames);
        Assert.Contains("files.example.org", own.DnsNames);
        foreach (var address in new[] { "127.0.0.1", "::1", "192.0.2.7" })
            Assert.Contains(IPAddress.Parse(address), own.Addresses);
        foreach (var key in new[] { "ca.key", "server.key" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File(key)));
    }

    [Fact]
    public async Task Open_Again_ServesTheSameCertificate()
    {
        string first;
        await using (var store = await folder.OpenAsync())
            first = Print(store.Select(null));

        await using var again = await folder.OpenAsync();

        Assert.Equal(first, Print(again.Select(null)));
    }

    [Fact]
    public async Task Open_OtherNames_IssuesAnotherCertificateOfTheSameAuthority()
    {
        string authority;
        await using (var store = await folder.OpenAsync())
            authority = store.CaCertificatePem;

        await using var renamed = await folder.OpenAsync(TlsFolder.Names("new.example.org"));

        Assert.Equal(authority, renamed.CaCertificatePem);
        Assert.Contains("new.example.org", renamed.Select(null).DnsNames);
        Assert.DoesNotContain("mail.example.org", renamed.Select(null).DnsNames);
    }

    [Theory]
    [InlineData("ca.key")]
    [InlineData("ca.crt")]
    public async Task Open_DamagedAuthority_SaysWhichFileAndMakesNoOther(string file)
    {
        await (await folder.OpenAsync()).DisposeAsync();
        TlsFolder.Put(folder.File(file), "damaged");

        var failure = await Assert.ThrowsAsync<LocalAuthorityException>(() => folder.OpenAsync());

        Assert.Contains(folder.File(file), failure.Message);
        Assert.Contains("backup", failure.Message);
        Assert.Equal("damaged", await File.ReadAllTextAsync(folder.File(file), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Open_AuthorityCertificateMissingItsKey_IsRefused()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        File.Delete(folder.File("ca.key"));

        await Assert.ThrowsAsync<LocalAuthorityException>(() => folder.OpenAsync());

        Assert.False(File.Exists(folder.File("ca.key")));
    }

    [Theory]
    [InlineData("server.key")]
    [InlineData("server.crt")]
    public async Task Open_DamagedServerCertificate_IsIssuedAnew(string file)
    {
        await (await folder.OpenAsync()).DisposeAsync();
        TlsFolder.Put(folder.File(file), "damaged");

        await using var store = await folder.OpenAsync();

        Assert.True(store.Select(null).IsValidAt(folder.Time.GetUtcNow()));
        Assert.Equal(2, folder.Log.Of(202).Count);
    }

    [Fact]
    public async Task Open_KeyReadableByOthers_TakesItBackAndWarns()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        File.SetUnixFileMode(folder.File("ca.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);

        await using var store = await folder.OpenAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("ca.key")));
        Assert.Contains(folder.File("ca.key"), Assert.Single(folder.Log.Of(211)));
    }

    [Fact]
    public async Task Refresh_TwoThirdsOfItsLifeAreOver_RenewsTheOwnCertificate()
    {
        await using var store = await folder.OpenAsync();
        var first = store.Select(null);

        Jump(first.NotBefore + ((first.NotAfter - first.NotBefore) * 0.66));
        await store.RefreshAsync();
        Assert.Same(first, store.Select(null));

        Jump(first.NotBefore + ((first.NotAfter - first.NotBefore) * 0.67));
        await store.RefreshAsync();
        var renewed = store.Select(null);
        Assert.NotEqual(Print(first), Print(renewed));
        Assert.True(renewed.NotAfter > first.NotAfter);
        Assert.Equal(first.Leaf.Issuer, renewed.Leaf.Issuer);
    }

    [Fact]
    public async Task Tick_TimeHasCome_RenewsByItself()
    {
        await using var store = await folder.OpenAsync();
        var first = store.Select(null);
        Jump(first.NotAfter.AddDays(-10));

        await UntilAsync(() => Print(store.Select(null)) != Print(first));

        Assert.Equal(2, folder.Log.Of(202).Count);
    }

    [Fact]
    public async Task Refresh_AuthorityNearItsEnd_IsMadeAgainForTheSameKey()
    {
        await using var store = await folder.OpenAsync();
        var before = store.CaCertificatePem;
        Jump(folder.Time.GetUtcNow().AddDays(9 * 365));

        await store.RefreshAsync();

        using var old = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(before);
        using var remade = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(store.CaCertificatePem);
        Assert.True(remade.NotAfter > old.NotAfter);
        Assert.Equal(old.GetPublicKeyString(), remade.GetPublicKeyString());
    }

    [Fact]
    public async Task Select_NameOfASite_IssuesOneOnceAndAgainWhenItIsDue()
    {
        await using var store = await folder.OpenAsync();
        Assert.EndsWith("server.crt", store.Select("site.example.net").Origin);

        folder.Sites.Add("site.example.net");
        var first = store.Select("SITE.example.net.");
        Assert.Equal(["site.example.net"], first.DnsNames);
        Assert.Equal(store.Select(null).Leaf.Issuer, first.Leaf.Issuer);
        Assert.Same(first, store.Select("site.example.net"));
        Assert.False(store.HasOperatorCertificate("site.example.net"));
        Assert.EndsWith("server.crt", store.Select("other.example.net").Origin);

        folder.Time.Advance(TimeSpan.FromDays(61));
        Assert.NotEqual(Print(first), Print(store.Select("site.example.net")));
        folder.Sites.Clear();
        Assert.EndsWith("server.crt", store.Select("site.example.net").Origin);
    }

    [Fact]
    public async Task Select_NameOfASiteThatTheOperatorHasAPairFor_TakesThat()
    {
        folder.Sites.Add("shop.example.net");
        Put("shop", "shop.example.net");
        await using var store = await folder.OpenAsync();

        Assert.EndsWith("shop.crt", store.Select("shop.example.net").Origin);
        Assert.True(store.HasOperatorCertificate("shop.example.net"));
    }

    [Fact]
    public async Task Select_ByName_PrefersExactThenWildcardThenTheOwn()
    {
        Put("exact", "shop.example.net");
        Put("wild", "*.example.net");
        await using var store = await folder.OpenAsync();

        Assert.EndsWith("exact.crt", store.Select("shop.example.net").Origin);
        Assert.EndsWith("exact.crt", store.Select("SHOP.example.net.").Origin);
        Assert.EndsWith("wild.crt", store.Select("blog.example.net").Origin);
        Assert.EndsWith("server.crt", store.Select("a.blog.example.net").Origin); // one label (RFC 9525, 6.3)
        Assert.EndsWith("server.crt", store.Select("example.net").Origin);
        Assert.EndsWith("server.crt", store.Select(null).Origin);
    }

    [Fact]
    public async Task Select_OwnName_PrefersTheOperatorsCertificateExceptOnLoopbackWithoutAName()
    {
        Put("own", "mail.example.org");
        await using var store = await folder.OpenAsync();

        Assert.EndsWith("own.crt", store.Select("mail.example.org").Origin);
        Assert.EndsWith("own.crt", store.Select(null, IPAddress.Parse("192.0.2.7")).Origin);
        Assert.EndsWith("server.crt", store.Select(null, IPAddress.Loopback).Origin);
        Assert.EndsWith("server.crt", store.Select("localhost", IPAddress.Loopback).Origin);
    }

    [Fact]
    public async Task Select_ExpiredAndValidForOneName_TakesTheValid()
    {
        Put("a-old", folder.Time.GetUtcNow().AddDays(-90), folder.Time.GetUtcNow().AddDays(-1), "shop.example.net");
        Put("b-new", "shop.example.net");
        await using var store = await folder.OpenAsync();

        Assert.EndsWith("b-new.crt", store.Select("shop.example.net").Origin);
        Assert.Single(folder.Log.Of(209));
    }

    [Fact]
    public async Task Refresh_PairReplaced_ServesTheNewOne()
    {
        Put("shop", "shop.example.net");
        await using var store = await folder.OpenAsync();
        var first = store.Select("shop.example.net");

        Put("shop", "shop.example.net");
        await store.RefreshAsync();

        Assert.NotEqual(Print(first), Print(store.Select("shop.example.net")));
    }

    [Theory]
    [InlineData("certificate")]
    [InlineData("key")]
    public async Task Refresh_PairBecomesBad_KeepsTheOldOneAndSaysSoOnce(string which)
    {
        Put("shop", "shop.example.net");
        await using var store = await folder.OpenAsync();
        var first = store.Select("shop.example.net");

        TlsFolder.Put(Path.Combine(folder.Operator, which == "key" ? "shop.key" : "shop.crt"), "half a file, as an editor leaves it");
        for (var look = 0; look < 3; look++)
            await store.RefreshAsync();

        Assert.Equal(Print(first), Print(store.Select("shop.example.net")));
        Assert.Contains("stays in service", Assert.Single(folder.Log.Of(206)));

        Put("shop", "shop.example.net");
        await store.RefreshAsync();
        Assert.NotEqual(Print(first), Print(store.Select("shop.example.net")));
    }

    [Fact]
    public async Task Refresh_PairRemoved_ServesTheOwnAgain()
    {
        Put("shop", "shop.example.net");
        await using var store = await folder.OpenAsync();

        File.Delete(Path.Combine(folder.Operator, "shop.crt"));
        await store.RefreshAsync();

        Assert.EndsWith("server.crt", store.Select("shop.example.net").Origin);
        Assert.Single(folder.Log.Of(207));
    }

    [Fact]
    public async Task Refresh_LinkIsTurned_ServesWhatItPointsToNow()
    {
        // As certbot does it.
        foreach (var generation in new[] { "1", "2" })
            PutInto(folder.Root, $"archive{generation}", folder.Time.GetUtcNow().AddDays(-1), folder.Time.GetUtcNow().AddDays(60), "shop.example.net");
        foreach (var kind in new[] { "crt", "key" })
            File.CreateSymbolicLink(Path.Combine(folder.Operator, $"shop.{kind}"), folder.File($"archive1.{kind}"));
        await using var store = await folder.OpenAsync();
        var first = store.Select("shop.example.net");

        File.SetLastWriteTimeUtc(folder.File("archive2.crt"), folder.Time.GetUtcNow().UtcDateTime.AddSeconds(5));
        foreach (var kind in new[] { "crt", "key" })
        {
            File.Delete(Path.Combine(folder.Operator, $"shop.{kind}"));
            File.CreateSymbolicLink(Path.Combine(folder.Operator, $"shop.{kind}"), folder.File($"archive2.{kind}"));
        }
        await store.RefreshAsync();

        Assert.NotEqual(Print(first), Print(store.Select("shop.example.net")));
    }

    [Fact]
    public async Task Open_PairOfTheConfiguration_IsServedByName()
    {
        PutInto(folder.Root, "elsewhere", folder.Time.GetUtcNow().AddDays(-1), folder.Time.GetUtcNow().AddDays(60), "shop.example.net");

        await using var store = await folder.OpenAsync(null, new CertificatePair(folder.File("elsewhere.crt"), folder.File("elsewhere.key")));

        Assert.EndsWith("elsewhere.crt", store.Select("shop.example.net").Origin);
    }

    [Fact]
    public void Verify_KeyOfAnotherCertificate_IsRefused()
    {
        PutInto(folder.Root, "one", folder.Time.GetUtcNow().AddDays(-1), folder.Time.GetUtcNow().AddDays(60), "one.example.net");
        PutInto(folder.Root, "two", folder.Time.GetUtcNow().AddDays(-1), folder.Time.GetUtcNow().AddDays(60), "two.example.net");

        new CertificatePair(folder.File("one.crt"), folder.File("one.key")).Verify();

        Assert.Throws<InvalidDataException>(() => new CertificatePair(folder.File("one.crt"), folder.File("two.key")).Verify());
    }

    [Theory]
    [InlineData("no names")]
    [InlineData("client only")]
    [InlineData("short key")]
    [InlineData("encrypted key")]
    public void Verify_PairThatNoClientAccepts_IsRefused(string fault)
    {
        var now = folder.Time.GetUtcNow();
        var (certificates, key) = foreign.Issue(
            now.AddDays(-1), now.AddDays(60), fault == "no names" ? [] : ["shop.example.net"], rsa: fault == "short key", bits: 1024,
            usage: fault == "client only" ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1");
        TlsFolder.Put(folder.File("bad.crt"), certificates);
        TlsFolder.Put(folder.File("bad.key"), fault == "encrypted key" ? key.Replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY") : key);

        Assert.Throws<InvalidDataException>(() => new CertificatePair(folder.File("bad.crt"), folder.File("bad.key")).Verify());
    }

    private void Put(string name, params string[] names) => Put(name, folder.Time.GetUtcNow().AddDays(-1), folder.Time.GetUtcNow().AddDays(60), names);

    private void Put(string name, DateTimeOffset from, DateTimeOffset to, params string[] names) => PutInto(folder.Operator, name, from, to, names);

    private void PutInto(string where, string name, DateTimeOffset from, DateTimeOffset to, params string[] names)
    {
        var (certificates, key) = foreign.Issue(from, to, names);
        TlsFolder.Put(Path.Combine(where, name + ".crt"), certificates);
        TlsFolder.Put(Path.Combine(where, name + ".key"), key);
    }

    private static string Print(ServerCertificate certificate) => certificate.Leaf.Thumbprint;

    // Without the millions of ticks in between.
    private void Jump(DateTimeOffset to) => folder.Time.AdjustTime(to);

    // The tick runs on the test's clock, its work on the thread pool.
    private async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            folder.Time.Advance(CertificateStore.RefreshEvery);
            await Task.Delay(10, limit.Token);
        }
    }
}
