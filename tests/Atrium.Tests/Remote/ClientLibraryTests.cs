using System.Security.Cryptography.X509Certificates;
using System.Text;
using Atrium.Client;

namespace Atrium.Tests.Remote;

/// <summary>The client library, as somebody else's program uses it: the example of its page, line by line.</summary>
public sealed class ClientLibraryTests
{
    private const string Begin = "// example", End = "// end of the example";

    [Fact]
    public async Task Example_OfThePage_DoesWhatItSays()
    {
        await using var user = await RemoteUser.StartAsync();
        await user.OnServerAsync("space", "add", "/shared/plans");
        var (url, caFile, password) = (user.Url, Path.Combine(user.Data, "tls", "ca.crt"), RemoteUser.Password);
        var cancellation = TestContext.Current.CancellationToken;

        // example
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(caFile);
        using var server = AtriumClient.OverHttps(new Uri(url), ServerTrust.Of(authority), Credential.Password("admin", password));

        var text = Encoding.UTF8.GetBytes("the plan");
        await server.Files.StoreAsync(new Upload("/shared/plans/november.txt", new MemoryStream(text), text.Length), cancellation);

        await foreach (var entry in server.Files.ListAsync("/shared/plans", at: null, cancellation))
            Console.WriteLine($"{entry.Name}: {entry.Size} bytes, changed {entry.Modified}");

        await using var download = await server.Files.OpenAsync("/shared/plans/november.txt", at: null, etag: null, cancellation);
        Console.WriteLine(await new StreamReader(download.Body).ReadToEndAsync(cancellation));

        try
        {
            await server.Files.StatAsync("/shared/plans/december.txt", at: null, cancellation);
        }
        catch (AtriumRefusedException refused)
        {
            Console.WriteLine($"{(int)refused.Status}: {refused.Message}");
        }
        // end of the example

        Assert.Equal("november.txt", (await server.Files.StatAsync("/shared/plans/november.txt", null, cancellation)).Name);
    }

    [Fact]
    public void Page_Always_HoldsTheExampleThatIsTested()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Atrium.slnx")))
            root = root.Parent!;
        var lines = File.ReadAllLines(Path.Combine(root.FullName, "tests", "Atrium.Tests", "Remote", "ClientLibraryTests.cs")).ToList();
        var example = lines[(lines.FindIndex(line => line.Trim() == Begin) + 1)..lines.FindIndex(line => line.Trim() == End)]
            .Select(line => line.Length > 8 ? line[8..] : "");
        Assert.Contains(string.Join('\n', example), File.ReadAllText(Path.Combine(root.FullName, "src", "Atrium.Client", "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_CertificateThatIsNotTrusted_SaysWhatWasShown()
    {
        await using var user = await RemoteUser.StartAsync();
        using var server = AtriumClient.OverHttps(new Uri(user.Url), ServerTrust.OfMachine, null);

        var error = await Assert.ThrowsAsync<ServerUnreachableException>(() => server.Files.StatAsync("/", null, TestContext.Current.CancellationToken));

        Assert.Equal((ReachFailure.Untrusted, user.Shown), (error.Failure, error.Certificate!.Fingerprint));
    }

    [Fact]
    public async Task Call_Cancelled_EndsAtOnce()
    {
        await using var user = await RemoteUser.StartAsync();
        using var server = AtriumClient.OverHttps(new Uri(user.Url), ServerTrust.OfCertificate(user.Shown), Credential.Password("admin", RemoteUser.Password));
        using var stop = new CancellationTokenSource();
        // A body that never comes: only the token ends the call.
        var storing = server.Files.StoreAsync(new Upload("/home/admin/f", new NeverStream(stop), 10), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => storing);
    }

    [Fact]
    public void OverHttps_ClearText_IsRefused()
        => Assert.Throws<ArgumentException>(() => AtriumClient.OverHttps(new Uri("http://127.0.0.1:8080"), ServerTrust.OfMachine, null));

    [Theory]
    [InlineData("SHA256:AB")]
    [InlineData("")]
    [InlineData("SHA256:ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    public void Normalize_NoFingerprint_IsNull(string text) => Assert.Null(Fingerprint.Normalize(text));

    [Fact]
    public void Normalize_EitherForm_IsTheSame()
    {
        var plain = string.Concat(Enumerable.Repeat("ab", 32));
        Assert.Equal(Fingerprint.Normalize(plain), Fingerprint.Normalize("sha256:" + string.Join(':', Enumerable.Repeat("AB", 32))));
        Assert.StartsWith("SHA256:AB:AB:", Fingerprint.Normalize(plain), StringComparison.Ordinal);
    }

    /// <summary>Is read once, then cancels and gives nothing.</summary>
    private sealed class NeverStream(CancellationTokenSource stop) : MemoryStream
    {
        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}
