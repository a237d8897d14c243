using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Config;
using Atrium.Core.Guard;
using Atrium.Core.Repository;
using Atrium.Core.Sites;
using CsCheck;

namespace Atrium.Core.Tests.Config;

/// <summary>Whatever state a store is in, its file makes another store the same, and no file does half of what it says.</summary>
public sealed class ConfigModelTests
{
    private static readonly string[] Accounts = ["ann", "ben", "cid", "dot"];
    private static readonly string[] Groups = ["red", "green", "blue"];
    private static readonly string[] Spaces = ["/shared/docs", "/shared/plans", "/home/ann", "/sites/a.example"];
    private static readonly string[] Folders = ["", "/one", "/one/two", "/three \"3\""];
    private static readonly string[] Hosts = ["a.example", "b.example", "c.example", "d.example"];
    private static readonly Rights[] Grantable = [Rights.List, Rights.Read, Rights.Write | Rights.Delete, Rights.Manage];

    private static int Runs => Environment.GetEnvironmentVariable("ATRIUM_TEST_LONG") == "1" ? 500 : 25;

    /// <summary>Export, apply on an empty store, export: the same text. A plan after it is empty.</summary>
    [Fact]
    public Task Export_AppliedToAnEmptyStore_IsExportedAgain()
        => Gen.Int[0, int.MaxValue - 1].Array[60].SampleAsync(
            async dice =>
            {
                await using var store = await RandomAsync(dice);
                var text = await store.ExportAsync();
                await using var empty = await ConfigStore.OpenAsync();
                AssertDone(await empty.ApplyAsync(text));
                Assert.Equal(text, await empty.ExportAsync());
                var plan = (await empty.PlanAsync(text, ConfigScope.Whole)).Value;
                Assert.Empty(plan.Changes);
                Assert.Empty(plan.Left);
                var report = (await empty.Operator.Administration.CheckAsync(Core.Maintenance.CheckMode.Verify, null, default)).Value;
                Assert.Empty(report.Problems);
            },
            iter: Runs, threads: 1);

    /// <summary>Applied to a store in any other state, a file is done or refused: done, it is what the store exports, but for spaces that stay.</summary>
    [Fact]
    public async Task Export_AppliedToAnotherStore_IsDoneOrChangesNothing()
    {
        var done = 0;
        await Gen.Select(Gen.Int[0, int.MaxValue - 1].Array[40], Gen.Int[0, int.MaxValue - 1].Array[40], Gen.Bool).SampleAsync(
            async (one, two, isWhole) =>
            {
                var scope = isWhole ? ConfigScope.Whole : ConfigScope.Named;
                await using var store = await RandomAsync(one);
                await using var other = await RandomAsync(two);
                var (text, before) = (await store.ExportAsync(), await other.ExportAsync());
                var plan = await other.PlanAsync(text, scope);
                Assert.Equal(before, await other.ExportAsync());
                var applied = await other.ApplyAsync(text, scope, (await other.Operator.Administration.Config.ExportAsync(default)).Value.State);
                if (!applied.Try(out var changed, out var refused))
                {
                    Assert.Equal(refused.Mistakes, plan.Refused!.Mistakes);
                    Assert.Equal(before, await other.ExportAsync());
                    return;
                }
                done++;
                Assert.Equal(ConfigStore.Lines(plan.Value), ConfigStore.Lines(changed));
                var after = (await other.PlanAsync(text, scope)).Value;
                Assert.Empty(after.Changes);
                if (isWhole)
                    Assert.All(after.Left, left => Assert.Equal("spaces", left.Section));
                Assert.Empty((await other.Operator.Administration.CheckAsync(Core.Maintenance.CheckMode.Verify, null, default)).Value.Problems);
            },
            iter: Runs, threads: 1);
        Assert.True(done > Runs / 5, $"Only {done} of {Runs} files were applied.");
    }

    /// <summary>A file with one line that cannot be, wherever it stands, changes nothing.</summary>
    [Fact]
    public Task Apply_OfABrokenFile_ChangesNothing()
        => Gen.Select(Gen.Int[0, int.MaxValue - 1].Array[40], Gen.Int[0, Breaks.Length - 1]).SampleAsync(
            async (dice, at) =>
            {
                await using var store = await RandomAsync(dice);
                var text = await store.ExportAsync();
                await using var empty = await ConfigStore.OpenAsync();
                var before = await empty.ExportAsync();
                var (section, line) = Breaks[at];
                var broken = text.Replace($"  \"{section}\": {{", $"  \"{section}\": {{ {line},", StringComparison.Ordinal);
                var mistake = Assert.Single((await empty.ApplyAsync(broken)).Refused!.Mistakes);
                Assert.StartsWith($".{section}", mistake.Path, StringComparison.Ordinal);
                Assert.Equal(broken[..broken.IndexOf(line, StringComparison.Ordinal)].Count(c => c == '\n') + 1, mistake.Line);
                Assert.Equal(before, await empty.ExportAsync());
            },
            iter: Runs, threads: 1);

    private static readonly (string Section, string Line)[] Breaks =
    [
        ("accounts", "\"system\": {}"), ("accounts", "\"new\": { \"addresses\": [\"none\"] }"), ("groups", "\"root\": {}"),
        ("groups", "\"new\": { \"members\": [\"ghost\"] }"), ("spaces", "\"/shared/new\": { \"owner\": \"ghost\" }"), ("spaces", "\"/home/ghost\": {}"),
        ("access", "\"/shared/none\": { \"grants\": { \"root\": \"read\" } }"), ("access", "\"/shared/docs/file\": { \"grants\": { \"root\": \"read\" } }"),
        ("sites", "\"new.example\": { \"proxy\": \"ftp://x\" }"), ("settings", "\"space.default-retention\": \"200y\""), ("firewall", "\"192.0.2.9\": { \"order\": 1 }"),
    ];

    private static async Task<ConfigStore> RandomAsync(int[] dice)
    {
        var store = await ConfigStore.OpenAsync();
        var (administration, accounts, access, sites) = (store.Operator.Administration, store.Operator.Accounts, store.Operator.Access, store.Operator.Sites);
        foreach (var number in dice)
        {
            var roll = number;
            int Next(int of)
            {
                var next = roll % of;
                roll /= of;
                return next;
            }
            string Account() => Accounts[Next(Accounts.Length)];
            string Group() => Groups[Next(Groups.Length)];
            string Name() => Next(2) == 0 ? Account() : Group();
            string Place() => Spaces[Next(Spaces.Length)] + Folders[Next(Folders.Length)];
            // What is refused in this state is no part of it.
            switch (Next(13))
            {
                case 0:
                    await store.UnitAsync(tx => AddAccount.Unit(tx, Account(), null, (AccountRole)Next(2), []));
                    break;
                case 1:
                    await administration.AddGroupAsync(Group(), default);
                    break;
                case 2 or 3:
                    await administration.JoinGroupAsync(Group(), Name(), default);
                    break;
                case 4:
                    await accounts.SetAsync(Account(), new AccountSettings { State = (AccountState)Next(2), Role = (AccountRole)Next(2) }, default);
                    break;
                case 5:
                    await accounts.AddAddressAsync(Account(), $"{Name()}@Example.org", default);
                    break;
                case 6:
                    var settings = new SpaceSettings { Owner = Next(2) == 0 ? Name() : "root", Quota = Next(3) * 1500L - 1, HistoryCap = Next(2) * 1024L - 1, Retention = TimeSpan.FromSeconds(Next(100_000)) };
                    var space = TestStore.Path(Spaces[Next(Spaces.Length)]);
                    if ((await administration.SetSpaceAsync(space, settings, default)).Refused is not null)
                        await administration.AddSpaceAsync(space, settings, default);
                    break;
                case 7 or 8:
                    var granted = TestStore.Path(Place());
                    await store.Operator.Files.MakeFolderAsync(granted, MissingParents.Create, default);
                    await access.GrantAsync(granted, Next(5) switch { 0 => "everyone", 1 => "anyone", _ => Name() }, Grantable[Next(Grantable.Length)], default);
                    break;
                case 9:
                    var stopped = TestStore.Path(Place());
                    await store.Operator.Files.MakeFolderAsync(stopped, MissingParents.Create, default);
                    await access.SetInheritanceAsync(stopped, Next(3) == 0, default);
                    break;
                case 10:
                    var host = Hosts[Next(Hosts.Length)];
                    await sites.AddAsync(host, new SiteSettings { Proxy = Next(2) == 0 ? new Uri("http://127.0.0.1:3000/app/") : null, AllowsClearText = Next(2) == 0 }, default);
                    await sites.AddAliasAsync(host, Hosts[Next(Hosts.Length)], default);
                    break;
                case 11:
                    await administration.Firewall.SetRuleAsync(
                        new NewRule(Network.Parse(Next(2) == 0 ? "192.0.2.0/24" : "2001:db8::7").Value, (RuleAction)Next(2))
                        {
                            Protocol = Next(2) == 0 ? "https" : null, Order = 1 + Next(3), Note = $"{Next(3)}", Expires = Next(2) == 0 ? new DateTimeOffset(2900, 1, 1, 0, 0, Next(60), TimeSpan.Zero) : null,
                        },
                        default);
                    break;
                default:
                    await administration.Settings.SetAsync(Next(2) == 0 ? "space.default-quota" : "storage.blob-grace", $"{3600 + Next(100_000)}", default);
                    break;
            }
        }
        return store;
    }

    private static void AssertDone(Outcome<ConfigPlan> outcome)
        => Assert.True(outcome.Refused is null, string.Join('\n', outcome.Refused?.Mistakes.Select(mistake => mistake.ToString()) ?? []));
}
