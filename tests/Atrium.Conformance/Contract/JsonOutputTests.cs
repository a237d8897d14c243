using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atrium.Conformance.Contract;

/// <summary><c>--json</c>: one array of the records that the API sends, and nothing else on standard output.</summary>
public sealed class JsonOutputTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private AtriumProcess Server => fixture.Server;

    [Theory]
    [InlineData("/api/v1/spaces", "space", "list")]
    [InlineData("/api/v1/accounts", "account", "list")]
    [InlineData("/api/v1/files/home/admin/versioned?versions", "versions", "/home/admin/versioned")]
    public async Task List_Json_IsWhatTheApiSends(string api, params string[] command)
    {
        using var client = Server.NewClient();
        for (byte version = 1; version <= 2; version++)
            Assert.True((await client.PutAsync("/home/admin/versioned", [version])).IsSuccess);

        var printed = Assert.IsType<JsonArray>(await JsonAsync(command));

        var sent = JsonNode.Parse((await fixture.Curl.AsAdminAsync(api)).Text)!;
        var records = sent as JsonArray ?? sent.AsObject().Select(member => member.Value).OfType<JsonArray>().Single();
        Assert.NotEmpty(records);
        Assert.Equal(records.ToJsonString(), printed.ToJsonString());
    }

    [Fact]
    public async Task Add_Json_IsTheRecordThatIsListedThen()
    {
        var space = Assert.Single(Assert.IsType<JsonArray>(await JsonAsync("space", "add", "/shared/json", "--quota", "1GB")))!;
        var account = Assert.Single(Assert.IsType<JsonArray>(await JsonAsync("account", "add", "json")))!;
        var changed = Assert.Single(Assert.IsType<JsonArray>(await JsonAsync("space", "set", "/shared/json", "--quota", "none")))!;

        Assert.Equal(1_000_000_000, space["quota"]!.GetValue<long>());
        Assert.Null(changed["quota"]);
        Assert.Contains((JsonArray)await JsonAsync("space", "list"), one => one!.ToJsonString() == changed.ToJsonString());
        Assert.Contains((JsonArray)await JsonAsync("account", "list"), one => one!.ToJsonString() == account.ToJsonString());
    }

    [Fact]
    public async Task Undelete_Json_IsTheRecordOfWhatIsThereAgain()
    {
        using var client = Server.NewClient();
        Assert.True((await client.PutAsync("/home/admin/gone", [1, 2, 3])).IsSuccess);
        Assert.True((await client.DeleteAsync("/home/admin/gone")).IsSuccess);

        var stored = Assert.Single(Assert.IsType<JsonArray>(await JsonAsync("undelete", "/home/admin/gone")))!;

        Assert.Equal("/home/admin/gone", stored["path"]!.GetValue<string>());
        Assert.Equal(3, stored["size"]!.GetValue<long>());
    }

    [Fact]
    public async Task StatusAndCheck_Json_AreRecords()
    {
        Assert.Equal(JsonValueKind.Object, (await JsonAsync("status")).GetValueKind());
        Assert.Equal(JsonValueKind.Array, (await JsonAsync("check")).GetValueKind());
    }

    private async Task<JsonNode> JsonAsync(params string[] command)
        => JsonNode.Parse((await AtriumProgram.RunAsync([.. command, "--json", "--data", Server.Data])).OrThrow().Output)!;
}
