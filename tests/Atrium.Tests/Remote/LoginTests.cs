using System.Text.Json;
using Atrium.Remote;

namespace Atrium.Tests.Remote;

/// <summary>Logging in and out, and what of a server is trusted.</summary>
public sealed class LoginTests
{
    [Fact]
    public async Task Login_CertificateThatNobodyAccepted_IsRefusedWithItsFingerprint()
    {
        await using var user = await RemoteUser.StartAsync();

        var login = await user.LoginAsync();

        Assert.Equal(1, login.ExitCode);
        Assert.Contains($"--accept-fingerprint {user.Shown}", login.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(user.SavedServers));
    }

    [Fact]
    public async Task Login_AnotherFingerprintThanShown_SendsNothing()
    {
        await using var user = await RemoteUser.StartAsync();

        var login = await user.LoginAsync("--accept-fingerprint", "SHA256:" + new string('0', 64));

        Assert.Equal(1, login.ExitCode);
        Assert.Contains("Nothing was sent", login.Error, StringComparison.Ordinal);
        Assert.Equal("[]", (await user.OnServerAsync("account", "token", "list", "admin", "--json")).Trim());
    }

    [Fact]
    public async Task Login_FingerprintAccepted_CommandsReachTheServerUntilLogout()
    {
        await using var user = await RemoteUser.StartAsync();
        await user.LoggedInAsync();

        await user.DoAsync("space", "add", "/shared/plans");
        var listed = await user.DoAsync("ls", "/shared");
        var status = await user.JsonAsync("status");
        await user.DoAsync("logout");
        var after = await user.RunAsync("ls", "/shared");

        Assert.Equal("plans/", listed.Trim());
        Assert.Equal(JsonValueKind.String, status.GetProperty("version").ValueKind);
        Assert.Equal(1, after.ExitCode);
        Assert.Equal("[]", (await user.OnServerAsync("account", "token", "list", "admin", "--json")).Trim());
    }

    [Fact]
    public async Task Login_WithAnAuthority_IsTrustedByIt()
    {
        await using var user = await RemoteUser.StartAsync();

        var login = await user.LoginAsync("--ca", Path.Combine(user.Data, "tls", "ca.crt"), "--scope", "read");

        Assert.True(login.ExitCode == 0, login.Error);
        Assert.Equal("home/", (await user.DoAsync("ls")).Split('\n')[0]);
        var change = await user.RunAsync("space", "add", "/shared/plans");
        Assert.Equal(1, change.ExitCode);
        Assert.Contains("limited to files", change.Error, StringComparison.Ordinal);
        // A token that may do nothing else may end itself.
        Assert.Contains("is revoked", await user.DoAsync("logout"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_WrongPassword_KeepsNothing()
    {
        await using var user = await RemoteUser.StartAsync();

        var login = await Program.AtriumRun.ToEndAsync(
            ["login", user.Url, "--account", "admin", "--password-stdin", "--accept-fingerprint", user.Shown], user.Environment, "broken lantern orchard\n");

        Assert.Equal(1, login.ExitCode);
        Assert.Contains("does not know the account admin", login.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(user.SavedServers));
    }

    [Fact]
    public async Task Command_CertificateOfAnotherAuthority_IsRefusedWithWhatToDo()
    {
        await using var user = await RemoteUser.StartAsync();
        await user.LoggedInAsync();
        await user.StopAsync();
        Directory.Delete(Path.Combine(user.Data, "tls"), recursive: true);
        await user.ServeAsync();

        var listed = await user.RunAsync("ls");

        Assert.Equal(1, listed.ExitCode);
        Assert.Contains(user.Shown, listed.Error, StringComparison.Ordinal);
        Assert.Contains($"atrium login {user.Url} --accept-fingerprint", listed.Error, StringComparison.Ordinal);
        await user.LoggedInAsync();
        await user.DoAsync("ls");
    }

    [Fact]
    public async Task Command_CertificateRenewedByTheServersAuthority_IsTrusted()
    {
        await using var user = await RemoteUser.StartAsync();
        await user.LoggedInAsync();
        var accepted = user.Shown;
        await user.StopAsync();
        File.Delete(user.Certificate);
        await user.ServeAsync();

        await user.DoAsync("ls");

        Assert.NotEqual(accepted, user.Shown);
    }

    [Fact]
    public async Task Command_TokenThatWasRevoked_SaysToLogInAgain()
    {
        await using var user = await RemoteUser.StartAsync();
        await user.LoggedInAsync();
        var label = (await user.JsonAsync("login", "list"))[0].GetProperty("token").GetString()!;
        await user.OnServerAsync("account", "token", "revoke", "admin", label);

        var listed = await user.RunAsync("ls");

        Assert.Equal(1, listed.ExitCode);
        Assert.Contains("Log in again", listed.Error, StringComparison.Ordinal);
        Assert.Contains("is revoked", await user.DoAsync("logout"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_DataFolderGiven_GoesThereWhateverWasLoggedInTo()
    {
        await using var user = await RemoteUser.StartAsync();
        await user.LoggedInAsync("--name", "office");
        await using var other = await RemoteUser.StartAsync();
        await other.OnServerAsync("space", "add", "/shared/elsewhere");
        var environment = new Dictionary<string, string>(user.Environment) { ["ATRIUM_DATA"] = other.Data };

        var byOption = await user.DoAsync("ls", "/shared", "--data", other.Data);
        var byVariable = await Program.AtriumRun.ToEndAsync(["ls", "/shared"], environment);
        var byName = await Program.AtriumRun.ToEndAsync(["ls", "/shared", "--server", "office"], environment);
        var both = await user.RunAsync("ls", "--server", "office", "--data", other.Data);

        Assert.Equal("elsewhere/", byOption.Trim());
        Assert.Equal("elsewhere/", byVariable.Output.Trim());
        Assert.Equal((0, ""), (byName.ExitCode, byName.Output));
        Assert.Equal(2, both.ExitCode);
    }

    [Fact]
    public async Task SavedServers_FileOfOthers_IsNotUsed()
    {
        await using var user = await RemoteUser.StartAsync();
        await user.LoggedInAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(user.SavedServers));
        File.SetUnixFileMode(user.SavedServers, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var listed = await user.RunAsync("ls");

        Assert.Equal(1, listed.ExitCode);
        Assert.Contains("chmod 600", listed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_WhereThereIsAKeyring_KeepsTheTokenInIt()
    {
        await using var user = await RemoteUser.StartAsync();
        // What libsecret's tool does, with a file for the keyring.
        var tools = Directory.CreateDirectory(user["tools"]).FullName;
        var keyring = user["keyring"];
        var tool = Path.Combine(tools, "secret-tool");
        File.WriteAllText(tool, $"#!/bin/sh\ncase $1 in store) cat > {keyring};; lookup) cat {keyring};; clear) rm {keyring};; esac\n");
        File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        user.Environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere";
        user.Environment["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}";

        await user.LoggedInAsync();
        var token = await File.ReadAllTextAsync(keyring, TestContext.Current.CancellationToken);
        await user.DoAsync("ls");

        Assert.StartsWith("atr_", token, StringComparison.Ordinal);
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(user.SavedServers, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await user.DoAsync("logout");
        Assert.False(File.Exists(keyring));
    }

    [Theory]
    [InlineData("https://files.example.org", "https://files.example.org/", null)]
    [InlineData("files.example.org:8443", "https://files.example.org:8443/", null)]
    [InlineData("https://alice@files.example.org/", "https://files.example.org/", "alice")]
    public void TryParse_AddressOfAServer_IsRead(string text, string address, string? account)
    {
        Assert.True(ServerAddress.TryParse(text, out var read, out var found));
        Assert.Equal((address, account), (read.AbsoluteUri, found));
    }

    [Theory]
    [InlineData("http://files.example.org")]
    [InlineData("https://files.example.org/path")]
    [InlineData("https://alice:secret@files.example.org")]
    [InlineData("https://")]
    public void TryParse_WhatWouldNotBeSafe_IsRefused(string text) => Assert.False(ServerAddress.TryParse(text, out _, out _));

    [Theory]
    [InlineData("Laptop", "laptop")]
    [InlineData("my laptop.example.org", "my-laptop-example-org")]
    [InlineData("--", "cli")]
    public void Label_NameOfAMachine_IsALabel(string machine, string label) => Assert.Equal(label, Login.Label(machine));
}
