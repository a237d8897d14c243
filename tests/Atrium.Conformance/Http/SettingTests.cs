using System.Text.Json;

namespace Atrium.Conformance.Http;

/// <summary>Settings hold at once, and what is wrong is refused with what would be right.</summary>
[Collection(HttpCollection.Name)]
public sealed class SettingTests(HttpServer server)
{
    [Fact]
    public async Task IdleTime_Set_ClosesTheNextIdleConnection()
    {
        await SettingAsync("set", "http.idle-time", "1s");
        await using (var wire = await server.ConnectAsync())
        {
            await wire.SendAsync(Ask.Nobody("GET /livez"));
            Assert.Equal(200, (await wire.AnswerAsync()).Status);
            // 75 s before; a close that does not come fails the test by its own patience.
            await wire.AssertClosedAsync();
        }
        Assert.Equal("http.idle-time is 1m15s, the default.\n", (await SettingAsync("reset", "http.idle-time")).Output);
    }

    [Fact]
    public async Task Command_OfEachKind_SaysWhatHolds()
    {
        Assert.Equal("space.default-retention is 90d.\n", (await SettingAsync("set", "space.default-retention", "90d")).Output);
        Assert.Equal("space.default-retention is 90d.\n", (await SettingAsync("get", "space.default-retention")).Output);
        var listed = JsonDocument.Parse((await SettingAsync("list", "--json")).Output).RootElement.EnumerateArray().ToList();
        var set = listed.Single(setting => setting.GetProperty("name").GetString() == "space.default-retention");
        Assert.Equal(("7776000", "2592000", true), (set.GetProperty("value").GetString(), set.GetProperty("default").GetString(), set.GetProperty("isSet").GetBoolean()));
        Assert.All(listed, setting => Assert.False(string.IsNullOrWhiteSpace(setting.GetProperty("description").GetString())));
        await SettingAsync("reset", "space.default-retention");
        var wrong = await AtriumProgram.RunAsync("setting", "set", "http.idle-time", "2h", "--data", server.Process.Data);
        Assert.Equal((1, "atrium: http.idle-time takes a whole number from 1 to 3600 (seconds); '7200' is none.\n"), (wrong.ExitCode, wrong.Error));
        var unknown = await AtriumProgram.RunAsync("setting", "get", "http.idletime", "--data", server.Process.Data);
        Assert.Equal((1, "atrium: The setting http.idletime does not exist. These are there: atrium setting list\n"), (unknown.ExitCode, unknown.Error));
    }

    private async Task<ShellResult> SettingAsync(params string[] arguments)
        => (await AtriumProgram.RunAsync(["setting", .. arguments, "--data", server.Process.Data])).OrThrow();
}
