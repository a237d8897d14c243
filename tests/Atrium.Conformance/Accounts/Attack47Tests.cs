using System.Diagnostics;
using System.Net;

namespace Atrium.Conformance.Accounts;

/// <summary>
/// ATTACKS 47: who is disabled or revoked is out on every open connection. Each transfer would take longer than the tests wait for
/// anything: that it ends is the proof, and how soon is said in the output.
/// </summary>
public sealed class Attack47Tests(AccountServer fixture) : IClassFixture<AccountServer>
{
    // At this rate of curl's, 64 MiB take longer than a test may. Slower, what has arrived in curl's own buffers would keep it busy
    // long after the server has ended the connection.
    private const int Size = 64 * 1024 * 1024;
    private static readonly string[] Slowly = ["--http1.1", "--limit-rate", "500k"];

    [Theory]
    [InlineData("disabled", "password")]
    [InlineData("disabled", "app-password")]
    [InlineData("disabled", "token")]
    [InlineData("revoked", "app-password")]
    [InlineData("revoked", "token")]
    [InlineData("expired", "token")]
    [InlineData("changed", "password")]
    [InlineData("removed", "password")]
    public async Task Attack47_CredentialThatEnds_EndsDownloadsUploadsAndWaits(string end, string credential)
    {
        var name = $"{end}-{credential}";
        await fixture.AddAsync(name);
        string[] signIn = credential switch
        {
            "app-password" => AccountServer.Basic(name, await fixture.AppPasswordAsync(name, "it")),
            "token" => AccountServer.Bearer(await fixture.TokenAsync(name, "it", "--scope", "write", "--expires", end == "expired" ? "12s" : "1d")),
            _ => AccountServer.Basic(name, AccountServer.Password),
        };
        var large = fixture.Scratch.Path($"large-{name}");
        await File.WriteAllBytesAsync(large, new byte[Size], TestRun.Cancelled);
        var files = $"/api/v1/files/home/{name}";
        Assert.Equal(HttpStatusCode.Created, (await fixture.AskAsync(signIn, $"{files}/down", "-T", large)).Status);
        var cursor = (string)(await fixture.AskAsync(signIn, $"/api/v1/changes?space=/home/{name}")).Json["cursor"]!;

        var got = fixture.Scratch.Path($"got-{name}");
        var download = fixture.CurlAsync(signIn, $"{files}/down", ["-o", got, .. Slowly]);
        var upload = fixture.CurlAsync(signIn, $"{files}/up", ["-T", large, .. Slowly]);
        var wait = fixture.CurlAsync(signIn, $"/api/v1/changes?space=/home/{name}&after={cursor}&wait=60");
        await Until.TrueAsync(() => Task.FromResult(File.Exists(got) && new FileInfo(got).Length > 0), () => "The download did not begin.");
        Assert.False(download.IsCompleted || upload.IsCompleted || wait.IsCompleted);

        await EndAsync(end, credential, name);
        var started = Stopwatch.GetTimestamp();
        var ended = await Task.WhenAll(download, upload, wait);
        TestRun.Say($"All had ended {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s after the command was done.");

        // Cut off: half a file does not look like a whole one.
        Assert.NotEqual(0, ended[0].ExitCode);
        Assert.True(ended[0].Received < Size);
        Assert.NotEqual(HttpStatusCode.Created, ended[1].Status);
        Assert.Equal(HttpStatusCode.NotFound, ended[2].Status);
        var again = await fixture.AskAsync(signIn, $"{files}/down", "-o", got);
        Assert.Equal(HttpStatusCode.Unauthorized, again.Status);
        var admin = AccountServer.Basic("admin", AtriumProgram.Password);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.AskAsync(admin, $"{files}/up")).Status);
    }

    private async Task EndAsync(string end, string credential, string name)
    {
        switch (end)
        {
            case "disabled":
                await fixture.AccountAsync("disable", name);
                break;
            case "revoked":
                await fixture.AccountAsync(credential, "revoke", name, "it");
                break;
            case "changed":
                (await fixture.RunAsync("velvet harbour compass\n", "password", name, "--password-stdin")).OrThrow();
                break;
            case "removed":
                await fixture.AccountAsync("remove", name, "--delete-home", "--yes");
                break;
            case "expired":
                break; // by itself
        }
    }
}
