using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Config;
using Atrium.Core.Guard;
using Atrium.Core.Repository;
using Atrium.Core.Tests.Accounts;

namespace Atrium.Core.Tests.Config;

public sealed class ConfigTests
{
    [Fact]
    public async Task Export_OfAStore_IsReadableAndSaysNoSecret()
    {
        await using var store = await FilledAsync();
        Assert.Equal(
            """
            {
              "atrium": 1,
              "accounts": {
                "ann": { "addresses": ["ann@example.org"] },
                "ben": { "disabled": true },
                "root": { "administrator": true }
              },
              "groups": {
                "all": { "members": ["staff"] },
                "staff": { "members": ["ann", "ben"] }
              },
              "spaces": {
                "/home/ann": { "owner": "ann", "quota": null, "history": null, "retention": "30d" },
                "/home/ben": { "owner": "ben", "quota": null, "history": null, "retention": "30d" },
                "/home/root": { "owner": "root", "quota": null, "history": null, "retention": "30d" },
                "/shared/docs": { "owner": "root", "quota": "10GB", "history": "1GiB", "retention": "90d" },
                "/sites/example.org": { "owner": "root", "quota": null, "history": null, "retention": "30d" }
              },
              "access": {
                "/shared/docs": { "grants": { "staff": "read,write" } },
                "/shared/docs/inner/": { "inherits": false, "grants": { "ann": "manage" } },
                "/shared/docs/öffentlich \"x\".txt": { "grants": { "anyone": "read" } }
              },
              "sites": {
                "example.org": { "aliases": ["www.example.org"], "proxy": "http://127.0.0.1:3000", "clearText": true }
              },
              "settings": {
                "space.default-quota": "5GB",
                "storage.blob-grace": "2d"
              },
              "firewall": {
                "192.0.2.0/24": { "action": "deny", "note": "a botnet" },
                "192.0.2.7": { "action": "allow", "order": 10 },
                "2001:db8::/32 https": { "action": "deny", "expires": "2100-01-01T00:00:00Z" }
              }
            }

            """,
            await store.ExportAsync());
    }

    [Fact]
    public async Task Plan_OfWhatWasExported_IsEmpty()
    {
        await using var store = await FilledAsync();
        var plan = (await store.PlanAsync(await store.ExportAsync(), ConfigScope.Whole)).Value;
        Assert.Empty(plan.Changes);
        Assert.Empty(plan.Left);
    }

    [Fact]
    public async Task Plan_OfChanges_TellsEachWithBeforeAndAfterAndChangesNothing()
    {
        await using var store = await FilledAsync();
        var before = await store.ExportAsync();
        var plan = await store.PlanAsync(
            """
            // What is not named stays.
            {
              "atrium": 1,
              "accounts": { "cid": { "addresses": ["c@example.org"] }, "ben": {} },
              "groups": { "staff": { "members": ["ann", "cid"] } },
              "spaces": { "/shared/docs": { "quota": "20GB", "retention": "1w" }, "/shared/new": {} },
              "access": { "/shared/docs": { "grants": { "staff": "read", "cid": "list" } }, "/shared/new/in/": { "inherits": false } },
              "sites": { "example.org": { "aliases": ["www2.example.org"], "clearText": true } },
              "settings": { "space.default-quota": 7000, },
            }
            """);
        Assert.Equal(
            [
                "~ accounts ben disabled:true->false",
                "+ accounts cid addresses:nothing->\"c@example.org\"",
                "~ groups staff members:\"ben\"->nothing members:nothing->\"cid\"",
                "~ spaces /shared/docs quota:\"10GB\"->\"20GB\" retention:\"90d\"->\"7d\"",
                "+ spaces /shared/new",
                "~ access /shared/docs grants.cid:nothing->\"list\" grants.staff:\"read,write\"->\"read\"",
                "+ access /shared/new/in/ inherits:nothing->false folder:nothing->\"made\"",
                "~ sites example.org aliases:\"www.example.org\"->nothing aliases:nothing->\"www2.example.org\" proxy:\"http://127.0.0.1:3000\"->null",
                "~ settings space.default-quota value:\"5GB\"->\"7kB\"",
            ],
            ConfigStore.Lines(plan.Value));
        Assert.Equal([false, false, true, true, false, true, false, true, false], plan.Value.Changes.Select(change => change.TakesAway));
        Assert.Equal([("accounts", 2), ("groups", 1), ("spaces", 4), ("access", 2), ("settings", 1), ("firewall", 3)], plan.Value.Left.Select(left => (left.Section, left.Count)));
        Assert.Equal(before, await store.ExportAsync());
    }

    [Fact]
    public async Task Apply_OfAPlan_DoesWhatItSaid()
    {
        await using var store = await FilledAsync();
        const string File = """{"atrium": 1, "accounts": { "cid": {} }, "groups": { "staff": { "members": ["cid"] } }, "access": { "/shared/docs": { "grants": { "cid": "read" } } } }""";
        var plan = (await store.PlanAsync(File)).Value;
        var applied = (await store.ApplyAsync(File, state: plan.State)).Value;
        Assert.Equal(ConfigStore.Lines(plan), ConfigStore.Lines(applied));
        Assert.Empty((await store.PlanAsync(File)).Value.Changes);
        Assert.Equal(["cid"], (await store.Operator.Administration.GetGroupAsync("staff", default)).Value.Members);
    }

    [Fact]
    public async Task Apply_AfterAnotherChange_IsRefused()
    {
        await using var store = await FilledAsync();
        const string File = """{"atrium": 1, "accounts": { "cid": {} } }""";
        var plan = (await store.PlanAsync(File)).Value;
        await store.Operator.Administration.AddGroupAsync("late", default);
        Assert.Equal(Refusal.Conflict, (await store.ApplyAsync(File, state: plan.State)).Refused?.Kind);
        Assert.DoesNotContain("cid", await store.ExportAsync());
    }

    [Fact]
    public async Task Apply_OfAFileWithMistakes_TellsAllWithTheirLinesAndChangesNothing()
    {
        await using var store = await FilledAsync();
        var before = await store.ExportAsync();
        var refused = (await store.ApplyAsync(
            """
            {
              "atrium": 2,
              "accounts": { "fine": {}, "_": {}, "broken": { "disabled": "yes" },
                "dup": { "addresses": ["ann@example.org"] } },
              "groups": { "ann": {}, "fine2": { "members": ["nobody", "broken", "fine"] },
                "staff": { "members": ["all"] } },
              "spaces": { "/shared": {}, "/shared/docs": { "quota": "10G", "owner": "ghost" }, "/shared/docs": {} },
              "access": {
                "/shared/docs/none": { "grants": { "root": "read" } },
                "/shared/docs": { "grants": { "ann": "fly", "broken": "read" } }
              },
              "sites": { "www.example.org": {}, "localhost": {} },
              "settings": { "no.such": 1, "storage.blob-grace": "1s" }, "firewall": { "1.2.3": { "action": "deny" }, "1.2.3.4": {}, "1.2.3.5 gopher": { "action": "deny" } },
              "nonsense": {}
            }
            """)).Refused!;
        Assert.Equal(
            [
                (2, ".atrium"), (3, ".accounts._"), (3, ".accounts.broken.disabled"), (4, ".accounts.dup.addresses"), (5, ".groups.ann"),
                (5, ".groups.fine2.members"), (6, ".groups.staff.members"), (7, ".spaces[\"/shared\"]"), (7, ".spaces[\"/shared/docs\"]"),
                (7, ".spaces[\"/shared/docs\"].quota"), (9, ".access[\"/shared/docs/none\"].grants.root"), (10, ".access[\"/shared/docs\"].grants.ann"),
                (12, ".sites.localhost"), (12, ".sites[\"www.example.org\"]"), (13, ".firewall[\"1.2.3\"]"), (13, ".firewall[\"1.2.3.4\"]"),
                (13, ".firewall[\"1.2.3.5 gopher\"]"), (13, ".settings[\"no.such\"]"), (13, ".settings[\"storage.blob-grace\"]"),
                (14, ".nonsense"),
            ],
            refused.Mistakes.Select(mistake => (mistake.Line!.Value, mistake.Path)).OrderBy(m => m.Value).ThenBy(m => m.Path, StringComparer.Ordinal));
        Assert.Equal(before, await store.ExportAsync());
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n \"atrium\": 1,\n oops }", 3)]
    [InlineData("[]", 1)]
    [InlineData("{ \"atrium\": 1 }\n{ }", 2)]
    public async Task Plan_OfWhatIsNoFile_SaysWhere(string text, int line)
    {
        await using var store = await ConfigStore.OpenAsync();
        var mistake = Assert.Single((await store.PlanAsync(text)).Refused!.Mistakes);
        Assert.Equal(line, mistake.Line);
    }

    [Fact]
    public async Task Apply_OfAnOwnedSection_RemovesWhatIsNotNamed()
    {
        await using var store = await FilledAsync();
        const string File = """{"atrium": 1, "owns": ["groups", "access"], "groups": { "staff": {} }, "access": {}, "sites": {} }""";
        var plan = (await store.ApplyAsync(File)).Value;
        Assert.Equal(
            [
                "- groups all members:\"staff\"->nothing",
                "~ groups staff members:\"ann\"->nothing members:\"ben\"->nothing",
                "- access /shared/docs grants.staff:\"read,write\"->nothing",
                "- access /shared/docs/inner/ inherits:false->nothing grants.ann:\"manage\"->nothing",
                "- access /shared/docs/öffentlich \"x\".txt grants.anyone:\"read\"->nothing",
            ],
            ConfigStore.Lines(plan));
        Assert.Equal([("sites", 1)], plan.Left.Where(left => left.Section == "sites").Select(left => (left.Section, left.Count)));
        Assert.Contains("\"access\": {},", await store.ExportAsync());
    }

    [Fact]
    public async Task Apply_ThatWouldRemoveAHomeWithFiles_IsRefusedWithTheCommand()
    {
        await using var store = await FilledAsync();
        Assert.Null((await store.Store.PutAsync("/home/ann/f", "content")).Refused);
        var refused = (await store.ApplyAsync("""{"atrium": 1, "accounts": { "root": { "administrator": true } } }""", ConfigScope.Whole)).Refused!;
        var mistake = Assert.Single(refused.Mistakes);
        Assert.Equal((null, ".accounts.ann"), (mistake.Line, mistake.Path));
        Assert.Contains("--delete-home", mistake.Detail);
    }

    [Fact]
    public async Task Apply_OfANewAccount_LetsNobodyInUntilAPasswordIsSet()
    {
        await using var store = await ConfigStore.OpenAsync();
        Assert.Null((await store.ApplyAsync("""{"atrium": 1, "accounts": { "eve": {} } }""")).Refused);
        Assert.Equal(Refusal.SignInRequired, (await store.Store.PlainAsync("eve", "")).Refused?.Kind);
        Assert.Null((await store.Operator.Accounts.SetPasswordAsync("eve", "sunken lantern orchard", null, default)).Refused);
        Assert.Null((await store.Store.PlainAsync("eve", "sunken lantern orchard")).Refused);
    }

    [Fact]
    public async Task Apply_ThatLeavesNoAdministratorWhoCanSignIn_IsRefused()
    {
        await using var store = await ConfigStore.OpenAsync();
        var refused = (await store.ApplyAsync("""{"atrium": 1, "accounts": { "eve": { "administrator": true }, "root": {} } }""")).Refused!;
        Assert.Contains("last administrator", Assert.Single(refused.Mistakes).Detail);
    }

    [Fact]
    public async Task Apply_OfNamesThatChangePlaces_IsOneUnit()
    {
        await using var store = await FilledAsync();
        await store.ApplyAsync("""{"atrium": 1, "accounts": { "ben": { "addresses": ["ben@example.org"] } }, "sites": { "other.example": {} } }""");
        Assert.Null((await store.ApplyAsync(
            """
            {
              "atrium": 1,
              "accounts": { "ann": { "addresses": ["ben@example.org"] }, "ben": { "addresses": ["ann@example.org"] } },
              "groups": { "all": { "members": [] }, "staff": { "members": ["all"] } },
              "sites": { "example.org": { "aliases": [] }, "other.example": { "aliases": ["www.example.org"] } }
            }
            """)).Refused);
        Assert.Contains("\"staff\": { \"members\": [\"all\"] }", await store.ExportAsync());
    }

    [Fact]
    public async Task Apply_OfRules_HoldsAtOnceAndShutsNobodyOutWhoAppliesIt()
    {
        await using var store = await FilledAsync();
        const string File = """
            {"atrium": 1, "owns": ["firewall"], "firewall": {
              "0.0.0.0/0": { "action": "deny" }, "192.0.2.7": { "action": "allow" }, "198.51.100.1": { "action": "deny", "expires": "2001-01-01T00:00:00+02:00" }
            } }
            """;
        Assert.Null((await store.Operator.Accounts.SetPasswordAsync("root", "sunken lantern orchard", null, default)).Refused);
        var remote = (await store.Store.EnterAsync("root", "sunken lantern orchard")).Administration.Config;
        var bytes = System.Text.Encoding.UTF8.GetBytes(File);
        // 192.0.2.7 applies it: what lets him in comes first.
        Assert.Null((await remote.ApplyAsync(bytes, new ConfigOptions(), default)).Refused);
        Assert.Empty((await store.PlanAsync(File)).Value.Changes);
        Assert.EndsWith("\"firewall\": {\n    \"0.0.0.0/0\": { \"action\": \"deny\" },\n    \"192.0.2.7\": { \"action\": \"allow\" }\n  }\n}\n", await store.ExportAsync());
        var shut = (await remote.ApplyAsync("""{"atrium": 1, "owns": ["firewall"], "firewall": { "0.0.0.0/0": { "action": "deny" } } }"""u8.ToArray(), new ConfigOptions(), default)).Refused!;
        Assert.Contains("shut you out", Assert.Single(shut.Mistakes).Detail);
    }

    [Fact]
    public async Task Apply_OfASite_IsServedAtOnceAndNamesOfTheServerAreRefused()
    {
        await using var store = await ConfigStore.OpenAsync();
        const string File = """{"atrium": 1, "sites": { "site.example": { "aliases": ["own.example"] } } }""";
        var options = new ConfigOptions { OwnHosts = new HashSet<string> { "own.example" } };
        var refused = (await store.Operator.Administration.Config.ApplyAsync(System.Text.Encoding.UTF8.GetBytes(File), options, default)).Refused!;
        Assert.Equal(".sites[\"site.example\"]", Assert.Single(refused.Mistakes).Path);
        Assert.Null((await store.ApplyAsync(File)).Refused);
        Assert.NotNull(store.Store.Store.Published.Find("own.example"));
    }

    private static async Task<ConfigStore> FilledAsync()
    {
        var store = await ConfigStore.OpenAsync();
        await store.AddAccountAsync("ann", AccountRole.Member);
        await store.AddAccountAsync("ben", AccountRole.Member);
        var (accounts, administration) = (store.Operator.Accounts, store.Operator.Administration);
        Assert.Null((await accounts.AddAddressAsync("ann", "ann@example.org", default)).Refused);
        Assert.Null((await accounts.SetAsync("ben", new AccountSettings { State = AccountState.Disabled }, default)).Refused);
        foreach (var group in (string[])["staff", "all"])
            Assert.Null((await administration.AddGroupAsync(group, default)).Refused);
        foreach (var (group, member) in new[] { ("staff", "ben"), ("staff", "ann"), ("all", "staff") })
            Assert.Null((await administration.JoinGroupAsync(group, member, default)).Refused);
        var limits = new SpaceSettings { Quota = 10_000_000_000, HistoryCap = 1L << 30, Retention = TimeSpan.FromDays(90) };
        Assert.Null((await administration.SetSpaceAsync(TestStore.Path("/shared/docs"), limits, default)).Refused);
        Assert.Null((await store.Store.PutAsync("/shared/docs/inner/f", "content")).Refused);
        Assert.Null((await store.Store.PutAsync("/shared/docs/öffentlich \"x\".txt", "content")).Refused);
        var access = store.Operator.Access;
        foreach (var (path, who, rights) in new[]
        {
            ("/shared/docs", "staff", Rights.Read | Rights.Write), ("/shared/docs/inner", "ann", Rights.Manage), ("/shared/docs/öffentlich \"x\".txt", "anyone", Rights.Read),
        })
            Assert.Null((await access.GrantAsync(TestStore.Path(path), who, rights, default)).Refused);
        Assert.Null((await access.SetInheritanceAsync(TestStore.Path("/shared/docs/inner"), false, default)).Refused);
        Assert.Null((await store.Operator.Sites.AddAsync("example.org", new Core.Sites.SiteSettings { Proxy = new Uri("http://127.0.0.1:3000"), AllowsClearText = true }, default)).Refused);
        Assert.Null((await store.Operator.Sites.AddAliasAsync("example.org", "www.example.org", default)).Refused);
        Assert.Null((await administration.Settings.SetAsync("space.default-quota", "5000000000", default)).Refused);
        Assert.Null((await administration.Settings.SetAsync("storage.blob-grace", "172800", default)).Refused);
        foreach (var rule in (NewRule[])
        [
            new(Network.Parse("192.0.2.0/24").Value, RuleAction.Deny) { Note = "a botnet" }, new(Network.Parse("192.0.2.7").Value, RuleAction.Allow) { Order = 10 },
            new(Network.Parse("2001:db8::/32").Value, RuleAction.Deny) { Protocol = "https", Expires = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        ])
            Assert.Null((await administration.Firewall.SetRuleAsync(rule, default)).Refused);
        return store;
    }
}
