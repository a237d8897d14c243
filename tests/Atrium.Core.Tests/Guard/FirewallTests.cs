using System.Net;
using Atrium.Core.Guard;
using Atrium.Core.Journal;

namespace Atrium.Core.Tests.Guard;

public sealed class FirewallTests : IAsyncLifetime
{
    private static readonly IPAddress Peer = IPAddress.Parse("192.0.2.7");
    private readonly TestClock clock = new();
    private TestStore store = null!;

    private Firewall Firewall => store.Store.Guard;

    private FirewallControl Control => store.Operator.Administration.Firewall;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync(clock: clock);
        await store.Store.Settings.LoadAsync(default);
        await Firewall.LoadAsync(default);
        Firewall.Declare("https", "http");
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task SetRule_OfANetwork_HoldsAtOnceAndIsTold()
    {
        var told = 0;
        Firewall.Changed += _ => told++;
        await DenyAsync("192.0.2.0/24");
        Assert.Equal("rule 1: deny 192.0.2.0/24", Firewall.DenialOf(Peer, "https")?.Reason);
        Assert.Equal(1, told);
        Assert.Null((await Control.SetRuleAsync(new NewRule(Of("192.0.2.7"), RuleAction.Allow), default)).Refused);
        Assert.Null(Firewall.DenialOf(Peer, "https"));
    }

    [Fact]
    public async Task SetRule_OfTheSameNetworkAndProtocol_TakesThePlaceOfTheOneBefore()
    {
        await DenyAsync("192.0.2.7");
        var allowed = (await Control.SetRuleAsync(new NewRule(Of("192.0.2.7"), RuleAction.Allow) { Note = "after all" }, default)).Value;
        Assert.Equal([allowed], (await Control.ListRulesAsync(0, 10, default)).Value);
    }

    [Fact]
    public async Task SetRule_WithAnEnd_EndsInTimeAndIsForgotten()
    {
        await Control.SetRuleAsync(new NewRule(Of("192.0.2.7"), RuleAction.Deny) { Expires = clock.GetUtcNow().AddHours(1) }, default);
        var told = new TaskCompletionSource();
        Firewall.Changed += _ => told.TrySetResult();
        Firewall.Tick();
        Assert.NotNull(Firewall.DenialOf(Peer, "https"));
        clock.Advance(TimeSpan.FromHours(1));
        Firewall.Tick();
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Null(Firewall.DenialOf(Peer, "https"));
        Assert.Empty((await Control.ListRulesAsync(0, 10, default)).Value);
    }

    [Theory]
    [InlineData("ftp", null, null)]
    [InlineData(null, 0, null)]
    [InlineData(null, 1000, null)]
    [InlineData(null, null, "two\nlines")]
    public async Task SetRule_ThatMakesNoSense_IsRefused(string? protocol, int? order, string? note)
    {
        var rule = new NewRule(Of("192.0.2.7"), RuleAction.Deny) { Protocol = protocol, Order = order, Note = note };
        Assert.Equal(Refusal.Invalid, (await Control.SetRuleAsync(rule, default)).Refused?.Kind);
    }

    [Fact]
    public async Task Report_OfAsManyAsTheSettingSays_BansAtThatMoment()
    {
        await SetAsync("firewall.ban-after", "5");
        Network? told = null;
        Firewall.Changed += network => told = network;
        ReportTimes(4, Offence.FailedSignIn);
        Assert.Null(Firewall.DenialOf(Peer, "https"));
        ReportTimes(1, Offence.FailedSignIn);
        Assert.NotNull(Firewall.DenialOf(Peer, "https"));
        Assert.Equal(Of("192.0.2.7"), told);
        Assert.Null(Firewall.DenialOf(IPAddress.Parse("192.0.2.8"), "https"));
    }

    [Fact]
    public async Task Report_OverAnHour_SaysNothingOfNow()
    {
        await SetAsync("firewall.ban-after", "5");
        for (var i = 0; i < 20; i++)
        {
            ReportTimes(1, Offence.FailedSignIn);
            clock.Advance(TimeSpan.FromMinutes(3));
        }
        Assert.Null(Firewall.DenialOf(Peer, "https"));
    }

    [Theory]
    [InlineData(Offence.FailedSignIn, 10)]
    [InlineData(Offence.MalformedInput, 40)]
    [InlineData(Offence.Probing, 2)]
    [InlineData(Offence.Miss, 200)]
    public async Task Report_OfEachKind_WeighsAsTheSettingSays(Offence offence, int times)
    {
        await SetAsync("firewall.ban-after", "10");
        ReportTimes(times - 1, offence);
        Assert.Null(Firewall.DenialOf(Peer, "https"));
        ReportTimes(1, offence);
        Assert.NotNull(Firewall.DenialOf(Peer, "https"));
    }

    [Fact]
    public async Task Report_FromAllAddressesOfACustomer_CountsAsFromOne()
    {
        await SetAsync("firewall.ban-after", "50");
        for (var i = 0; i < 50; i++)
            Firewall.Report(IPAddress.Parse($"2001:db8:0:7::{i:x}"), Offence.FailedSignIn);
        Assert.NotNull(Firewall.DenialOf(IPAddress.Parse("2001:db8:0:7:ffff::1"), "https"));
        Assert.Null(Firewall.DenialOf(IPAddress.Parse("2001:db8:0:8::1"), "https"));
    }

    [Fact]
    public async Task Ban_AgainAndAgain_GrowsAndIsForgivenAfterAMonth()
    {
        await SetAsync("firewall.ban-after", "1");
        var lengths = new List<TimeSpan>();
        for (var i = 0; i < 6; i++)
        {
            ReportTimes(1, Offence.Probing);
            var ban = Assert.Single((await Control.ListBansAsync(default)).Value);
            Assert.Equal(i + 1, ban.Times);
            lengths.Add(ban.Until - ban.Since);
            clock.Advance(ban.Until - ban.Since);
            Assert.Null(Firewall.DenialOf(Peer, "https"));
        }
        Assert.Equal([10, 40, 160, 640, 1440, 1440], lengths.Select(length => length.TotalMinutes));
        clock.Advance(TimeSpan.FromDays(31));
        ReportTimes(1, Offence.Probing);
        Assert.Equal(1, Assert.Single((await Control.ListBansAsync(default)).Value).Times);
    }

    [Fact]
    public async Task Ban_AfterARestart_HoldsOnAndIsRemembered()
    {
        await SetAsync("firewall.ban-after", "1");
        ReportTimes(1, Offence.MalformedInput);
        ReportTimes(3, Offence.MalformedInput);
        var before = Assert.Single((await Control.ListBansAsync(default)).Value);
        await store.ReopenAsync();
        await store.Store.Settings.LoadAsync(default);
        await Firewall.LoadAsync(default);
        Assert.Equal(before, Assert.Single((await Control.ListBansAsync(default)).Value));
        Assert.NotNull(Firewall.DenialOf(Peer, "https"));
    }

    [Theory]
    [InlineData("firewall.exempt-networks", "192.0.2.0/24")]
    [InlineData("firewall.proxies", "192.0.2.7")]
    [InlineData("firewall.ban-after", "none")]
    public async Task Report_OfWhomNoBanIsMeantFor_IsNoBan(string setting, string value)
    {
        await SetAsync(setting, value);
        ReportTimes(1000, Offence.Probing);
        Assert.Null(Firewall.DenialOf(Peer, "https"));
    }

    [Fact]
    public async Task Report_OfWhomARuleAllows_IsNoBan()
    {
        await Control.SetRuleAsync(new NewRule(Of("192.0.2.0/24"), RuleAction.Allow), default);
        ReportTimes(1000, Offence.Probing);
        Assert.Empty((await Control.ListBansAsync(default)).Value);
    }

    [Fact]
    public async Task Unban_OfAnAddress_EndsBanAndRuleForGood()
    {
        await SetAsync("firewall.ban-after", "1");
        ReportTimes(1, Offence.MalformedInput);
        ReportTimes(3, Offence.MalformedInput);
        await DenyAsync("192.0.2.7");
        var unbanned = (await Control.UnbanAsync(Of("192.0.2.7"), default)).Value;
        Assert.Single(unbanned.Bans);
        Assert.Single(unbanned.Rules);
        Assert.Null(unbanned.Still);
        Assert.Null(Firewall.DenialOf(Peer, "https"));
        await store.ReopenAsync();
        await store.Store.Settings.LoadAsync(default);
        await Firewall.LoadAsync(default);
        Assert.Null(Firewall.DenialOf(Peer, "https"));
    }

    [Fact]
    public async Task Unban_OfAnAddressInADeniedNetwork_NamesTheRule()
    {
        await DenyAsync("192.0.2.0/24");
        Assert.Equal(Refusal.NotFound, (await Control.UnbanAsync(Of("198.51.100.1"), default)).Refused?.Kind);
        var refused = (await Control.UnbanAsync(Of("192.0.2.7"), default)).Refused;
        Assert.Equal(Refusal.Conflict, refused?.Kind);
        Assert.Contains("rule 1, deny 192.0.2.0/24", refused!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BanAndRule_InTheJournal_TellWhoAndWhy()
    {
        await SetAsync("firewall.ban-after", "1");
        ReportTimes(4, Offence.MalformedInput);
        // Written at the end, if not before.
        await store.ReopenAsync();
        await store.Store.Settings.LoadAsync(default);
        await Firewall.LoadAsync(default);
        Firewall.Declare("https");
        await DenyAsync("198.51.100.0/24");
        await Control.UnbanAsync(Of("192.0.2.7"), default);
        var entries = (await store.Operator.Journal.ReadAsync(new JournalQuery(), TimeSpan.Zero, default)).Value.Entries;
        Assert.Equal("192.0.2.7", Assert.Single(entries, entry => entry.Action == "banned").Subject);
        Assert.Equal("operator", Assert.Single(entries, entry => entry.Action == "unbanned").Account);
        Assert.Equal("operator", Assert.Single(entries, entry => entry.Action == "rule-added").Account);
    }

    private static Network Of(string text) => Network.Parse(text).Value;

    private async Task DenyAsync(string network) => Assert.Null((await Control.SetRuleAsync(new NewRule(Of(network), RuleAction.Deny), default)).Refused);

    private async Task SetAsync(string name, string value) => Assert.Null((await store.Operator.Administration.Settings.SetAsync(name, value, default)).Refused);

    private void ReportTimes(int times, Offence offence)
    {
        for (var i = 0; i < times; i++)
            Firewall.Report(Peer, offence);
    }
}
