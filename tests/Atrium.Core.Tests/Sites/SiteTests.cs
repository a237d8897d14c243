using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Core.Sites;
using Atrium.Core.Tests.Maintenance;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Sites;

public class SiteTests
{
    private const string Host = "site.example";

    [Fact]
    public async Task Deploy_NewSite_IsSeenWholeAndOnlyAfterAllIsThere()
    {
        await using var store = await SiteAsync();
        var first = await StepAsync(store, Version(1));
        Assert.Equal(3, first.Missing.Count);
        Assert.Null(await SeeAsync(store, "index.html"));
        await UploadAsync(store, first, Version(1));
        Assert.Null(await SeeAsync(store, "index.html"));

        var done = await StepAsync(store, Version(1), first.Upload);
        Assert.Equal((1L, 3L, true), (done.Deployment!.Number, done.Deployment.Files, done.Deployment.IsCurrent));
        Assert.Equal("<p>1</p>", await SeeAsync(store, "index.html"));
        Assert.Equal("<p>1</p>", await SeeAsync(store));
        Assert.Equal("body 1", await SeeAsync(store, "css", "a.css"));
        Assert.Equal("<p>1</p>", await store.ReadAsync($"/sites/{Host}/current/index.html"));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Deploy_SecondTime_AsksOnlyForWhatChanged()
    {
        await using var store = await SiteAsync();
        await DeployAsync(store, Version(1));
        var step = await StepAsync(store, Version(2));
        Assert.Equal([Hash("<p>2</p>"), Hash("body 2")], step.Missing.Order().OrderBy(hash => hash == Hash("body 2")));
        // Unchanged, and moved: nothing is sent.
        Assert.Empty((await StepAsync(store, [("other/place.txt", "the same in all"), ("empty", "")], mode: DeployMode.DryRun)).Missing);
    }

    [Fact]
    public async Task Deploy_ContentOfAnotherSpace_IsNotTakenByItsHash()
    {
        await using var store = await SiteAsync();
        var secret = new string('s', 20_000);
        await store.PutAsync("/shared/docs/secret", secret);
        Assert.Equal([Hash(secret)], (await StepAsync(store, [("index.html", secret)])).Missing);
    }

    [Fact]
    public async Task Deploy_LargeContentOfAnEarlierDeployment_IsNotAskedForAgain()
    {
        await using var store = await SiteAsync(new RepositoryOptions { InlineThreshold = 16 });
        var film = new string('f', 20_000);
        await DeployAsync(store, [("film", film)]);
        await DeployAsync(store, Version(1));
        Assert.Empty((await StepAsync(store, [("film2", film)])).Missing);
        Assert.Equal(film, await SeeAsync(store, "film2"));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Deploy_CutOff_LeavesTheOldSiteAndIsCollected()
    {
        var clock = new TestClock();
        await using var store = await SiteAsync(new RepositoryOptions { InlineThreshold = 8, BlobGrace = TimeSpan.Zero }, clock);
        await DeployAsync(store, Version(1));
        var maintainer = new Maintainer(store.Store);
        await maintainer.RunOnceAsync(default);
        var nodes = (await store.Operator.Administration.StatusAsync(default)).Value.Nodes;
        var step = await StepAsync(store, Version(2));
        await UploadAsync(store, step, Version(2));

        await maintainer.RunOnceAsync(default);
        Assert.Equal(nodes + 3, (await store.Operator.Administration.StatusAsync(default)).Value.Nodes);
        clock.Advance(SiteLimits.MaxUploadTime + TimeSpan.FromMinutes(1));
        await maintainer.RunOnceAsync(default);
        clock.Advance(TimeSpan.FromMinutes(1));
        await maintainer.RunOnceAsync(default);
        Assert.Equal(nodes, (await store.Operator.Administration.StatusAsync(default)).Value.Nodes);
        Assert.Equal("<p>1</p>", await SeeAsync(store));
        Assert.Equal(Refusal.Conflict, (await store.Operator.Sites.UploadAsync(Host, step.Upload!, Hash("x"), Body("x"), default)).Refused!.Kind);
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Upload_OfOtherBytes_IsRefused()
    {
        await using var store = await SiteAsync();
        var step = await StepAsync(store, Version(1));
        Assert.Equal(Refusal.Invalid, (await store.Operator.Sites.UploadAsync(Host, step.Upload!, step.Missing[0], Body("something else"), default)).Refused!.Kind);
    }

    [Fact]
    public async Task RollBack_ToAnEarlierDeployment_ShowsItAgainAndCountsRight()
    {
        await using var store = await SiteAsync();
        for (var i = 1; i <= 3; i++)
            await DeployAsync(store, Version(i));
        Assert.Equal(2, (await store.Operator.Sites.RollBackAsync(Host, null, default)).Value.Number);
        Assert.Equal("<p>2</p>", await SeeAsync(store));
        Assert.Equal(1, (await store.Operator.Sites.RollBackAsync(Host, null, default)).Value.Number);
        Assert.Equal(Refusal.Conflict, (await store.Operator.Sites.RollBackAsync(Host, null, default)).Refused!.Kind);
        Assert.Equal(Refusal.Conflict, (await store.Operator.Sites.RollBackAsync(Host, 1, default)).Refused!.Kind);
        Assert.Equal(Refusal.NotFound, (await store.Operator.Sites.RollBackAsync(Host, 9, default)).Refused!.Kind);
        Assert.Equal(3, (await store.Operator.Sites.RollBackAsync(Host, 3, default)).Value.Number);
        Assert.Equal("body 3", await SeeAsync(store, "css", "a.css"));
        Assert.Equal([3L, 2L, 1L], (await store.Operator.Sites.DeploymentsAsync(Host, default)).Value.Select(d => d.Number));
        Assert.Equal([true, false, false], (await store.Operator.Sites.DeploymentsAsync(Host, default)).Value.Select(d => d.IsCurrent));
        await MaintenanceTests.AssertCleanAsync(store);
        Assert.Equal(4, (await DeployAsync(store, Version(4))).Number);
    }

    [Fact]
    public async Task RollBack_AfterTheRetention_IsGoneWithItsRecord()
    {
        var clock = new TestClock();
        await using var store = await SiteAsync(clock: clock);
        await DeployAsync(store, Version(1));
        await DeployAsync(store, Version(2));
        clock.Advance(SpaceSettings.DefaultRetention + TimeSpan.FromDays(1));
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Equal([2L], (await store.Operator.Sites.DeploymentsAsync(Host, default)).Value.Select(d => d.Number));
        Assert.Equal(Refusal.NotFound, (await store.Operator.Sites.RollBackAsync(Host, 1, default)).Refused!.Kind);
        Assert.Equal("<p>2</p>", await SeeAsync(store));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Deploy_MoreOftenThanIsKept_LetsTheOldestGo()
    {
        await using var store = await SiteAsync();
        for (var i = 1; i <= SiteLimits.MaxDeployments + 3; i++)
            await DeployAsync(store, [("index.html", $"{i}")]);
        await new Maintainer(store.Store).RunOnceAsync(default);
        var kept = (await store.Operator.Sites.DeploymentsAsync(Host, default)).Value;
        Assert.Equal(SiteLimits.MaxDeployments, kept.Count);
        Assert.Equal(4, kept[^1].Number);
        Assert.Equal(4, (await store.Operator.Sites.RollBackAsync(Host, 4, default)).Value.Number);
        Assert.Equal("4", await SeeAsync(store));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Deploy_BeyondTheQuota_IsRefused()
    {
        await using var store = await SiteAsync();
        await store.Operator.Administration.SetSpaceAsync(Path($"/sites/{Host}"), new SpaceSettings { Quota = 100 }, default);
        await DeployAsync(store, [("a", new string('a', 90))]);
        // The new tree takes the place of the old one.
        await DeployAsync(store, [("a", new string('b', 95))]);
        var refused = await store.Operator.Sites.DeployAsync(Host, Files([("a", new string('c', 101))]), null, DeployMode.Deploy, default);
        Assert.Equal(Refusal.QuotaExceeded, refused.Refused!.Kind);
        var step = await StepAsync(store, [("a", new string('d', 60)), ("b", new string('e', 40))]);
        Assert.Null((await store.Operator.Sites.UploadAsync(Host, step.Upload!, Hash(new string('d', 60)), Body(new string('d', 60)), default)).Refused);
        var tooMuch = await store.Operator.Sites.UploadAsync(Host, step.Upload!, Hash(new string('x', 60)), Body(new string('x', 60)), default);
        Assert.Equal(Refusal.QuotaExceeded, tooMuch.Refused!.Kind);
    }

    [Theory]
    [InlineData("../index.html")]
    [InlineData("/index.html")]
    [InlineData("a//b")]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task Deploy_PathThatIsNone_IsRefused(string path)
    {
        await using var store = await SiteAsync();
        var refused = await store.Operator.Sites.DeployAsync(Host, [new SiteFile(path, 1, Hash("x"))], null, DeployMode.Deploy, default);
        Assert.Equal(Refusal.Invalid, refused.Refused!.Kind);
    }

    [Fact]
    public async Task Deploy_FileThatIsAFolderToo_IsRefused()
    {
        await using var store = await SiteAsync();
        var refused = await store.Operator.Sites.DeployAsync(Host, Files([("a", "1"), ("a!", "2"), ("a/b", "3")]), null, DeployMode.Deploy, default);
        Assert.Equal(Refusal.Invalid, refused.Refused!.Kind);
    }

    [Fact]
    public async Task Deploy_TreeOfManyFolders_IsBuiltInUnitsAndComplete()
    {
        await using var store = await SiteAsync();
        (string, string)[] files = [.. Enumerable.Range(0, 700).Select(i => ($"d{i % 90}/e{i % 7}/f{i}", i % 2 == 0 ? $"content {i}" : "one content"))];
        var deployment = await DeployAsync(store, files);
        Assert.Equal(700, deployment.Files);
        Assert.Equal("content 698", await SeeAsync(store, "d68", "e5", "f698"));
        Assert.Equal("one content", await SeeAsync(store, "d69", "e6", "f699"));
        var folder = (await store.Files.StatAsync(Path($"/sites/{Host}/current"), AsOf.Now, default)).Value;
        Assert.Equal(deployment.Bytes, folder.Size);
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Switch_WhileOthersRead_NeverShowsAMixture()
    {
        await using var store = await SiteAsync();
        await DeployAsync(store, Version(0));
        using var stop = new CancellationTokenSource();
        var catalog = store.Store.Catalog;
        var space = await catalog.ReadAsync(reader => reader.FindSpace(SpaceKind.Sites, Host)!.Id, default);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var stamp = catalog.LatestChange(space);
                var before = await SeeAsync(store, "index.html");
                var asset = await SeeAsync(store, "css", "a.css");
                var after = await SeeAsync(store, "index.html");
                // A deployment that was rolled back in between leaves the same page, and not the same number.
                if (before == after && stamp == catalog.LatestChange(space))
                    Assert.Equal($"<p>{asset!["body ".Length..]}</p>", before);
            }
        })).ToList();
        for (var i = 1; i <= 30; i++)
        {
            await DeployAsync(store, Version(i));
            if (i % 5 == 0)
                await store.Operator.Sites.RollBackAsync(Host, null, default);
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Stamp_AfterAnyChangeOfTheSite_Rises()
    {
        await using var store = await SiteAsync();
        await DeployAsync(store, Version(1));
        var site = store.Store.Published.Find(Host)!;
        var stamp = store.Store.Published.StampOf(site);
        foreach (var change in new Func<Task>[]
        {
            () => DeployAsync(store, Version(2)),
            async () => await store.Operator.Sites.RollBackAsync(Host, 1, default),
            async () => await store.PutAsync($"/sites/{Host}/current/index.html", "by hand"),
            async () => await store.Operator.Access.SetInheritanceAsync(Path($"/sites/{Host}/current/css"), inherits: false, default),
        })
        {
            await change();
            Assert.True(store.Store.Published.StampOf(site) > stamp);
            stamp = store.Store.Published.StampOf(site);
        }
        Assert.Equal("by hand", await SeeAsync(store));
    }

    [Fact]
    public async Task Read_FolderThatStopsInheritance_IsHiddenFromVisitorsAlsoAfterADeployment()
    {
        await using var store = await SiteAsync();
        await store.Operator.Accounts.AddAsync(new NewAccount("alice", "sunken lantern orchard"), default);
        await DeployAsync(store, Version(1));
        await store.Operator.Access.SetInheritanceAsync(Path($"/sites/{Host}/current/css"), inherits: false, default);
        await store.Operator.Access.GrantAsync(Path($"/sites/{Host}/current/css"), "alice", Rights.Read, default);
        Assert.Null(await SeeAsync(store, "css", "a.css"));
        Assert.NotNull(await SeeAsync(store, "same.txt"));
        await DeployAsync(store, Version(2));
        Assert.Null(await SeeAsync(store, "css", "a.css"));
        var list = (await store.Operator.Access.ListAsync(Path($"/sites/{Host}/current/css"), default)).Value;
        Assert.Contains(list.Entries, grant => grant is { Principal: "alice", Rights: Rights.Read });

        // What was said in between counts, not what was said then.
        await store.Operator.Access.RevokeAsync(Path($"/sites/{Host}/current/css"), "alice", default);
        await store.Operator.Access.SetInheritanceAsync(Path($"/sites/{Host}/current/css"), inherits: true, default);
        await store.Operator.Sites.RollBackAsync(Host, 1, default);
        Assert.Equal("body 1", await SeeAsync(store, "css", "a.css"));
        list = (await store.Operator.Access.ListAsync(Path($"/sites/{Host}/current/css"), default)).Value;
        Assert.DoesNotContain(list.Entries, grant => grant.Principal == "alice");
    }

    [Fact]
    public async Task Read_NamesThatBeginWithADot_AreHiddenButForWellKnown()
    {
        await using var store = await SiteAsync();
        await DeployAsync(store, [(".env", "secret"), (".git/config", "secret"), (".well-known/security.txt", "Contact"), ("a/.well-known/x", "secret")]);
        Assert.Null(await SeeAsync(store, ".env"));
        Assert.Null(await SeeAsync(store, ".git", "config"));
        Assert.Null(await SeeAsync(store, "a", ".well-known", "x"));
        Assert.Equal("Contact", await SeeAsync(store, ".well-known", "security.txt"));
    }

    [Fact]
    public async Task Rights_OfTheSpace_DecideWhoDeploys()
    {
        await using var store = await SiteAsync();
        await DeployAsync(store, Version(1));
        await DeployAsync(store, Version(2));
        await store.Operator.Accounts.AddAsync(new NewAccount("alice", "sunken lantern orchard"), default);
        var alice = await EnterAsync(store, "alice");
        Task<Refusal?[]> TryAsync() => Task.WhenAll(
            ResultAsync(alice.Sites.GetAsync(Host, default)),
            ResultAsync(alice.Sites.RollBackAsync(Host, null, default)),
            ResultAsync(alice.Sites.DeployAsync(Host, Files(Version(2)), null, DeployMode.DryRun, default)),
            ResultAsync(alice.Sites.AddAliasAsync(Host, "www.site.example", default)));
        Assert.Equal([Refusal.NotFound, Refusal.NotFound, Refusal.NotFound, Refusal.NotFound], await TryAsync());
        await store.Operator.Access.GrantAsync(Path($"/sites/{Host}"), "alice", Rights.Read, default);
        Assert.Equal([null, Refusal.Denied, Refusal.Denied, Refusal.Denied], await TryAsync());
        await store.Operator.Access.GrantAsync(Path($"/sites/{Host}"), "alice", Rights.Write, default);
        Assert.Equal([null, null, null, Refusal.Denied], await TryAsync());
    }

    [Fact]
    public async Task Names_OfSites_AreEachOfOneSite()
    {
        await using var store = await SiteAsync();
        var sites = store.Operator.Sites;
        Assert.Equal(Refusal.Exists, (await sites.AddAsync("SITE.Example.", new SiteSettings(), default)).Refused!.Kind);
        Assert.Equal(["www.site.example"], (await sites.AddAliasAsync(Host, "www.site.example", default)).Value.Aliases);
        Assert.Equal(Refusal.Exists, (await sites.AddAsync("www.site.example", new SiteSettings(), default)).Refused!.Kind);
        Assert.Null((await sites.AddAsync("bücher.example", new SiteSettings { Proxy = new Uri("http://127.0.0.1:3000/") }, default)).Refused);
        Assert.Equal(Refusal.Exists, (await sites.AddAliasAsync("xn--bcher-kva.example", "www.site.example", default)).Refused!.Kind);
        Assert.Equal(Host, store.Store.Published.Find("www.site.example")!.Host);
        Assert.Equal(new Uri("http://127.0.0.1:3000"), store.Store.Published.Find("xn--bcher-kva.example")!.Proxy);
        await sites.RemoveAliasAsync(Host, "www.site.example", default);
        Assert.Null(store.Store.Published.Find("www.site.example"));
        await sites.AddAliasAsync(Host, "www.site.example", default);
        await DeployAsync(store, Version(1));
        await sites.RemoveAsync(Host, default);
        Assert.Null(store.Store.Published.Find("www.site.example"));
        Assert.Equal("<p>1</p>", await store.ReadAsync($"/sites/{Host}/current/index.html"));
        await sites.AddAsync(Host, new SiteSettings(), default);
        Assert.Equal("<p>1</p>", await SeeAsync(store));
        Assert.Equal(2, (await DeployAsync(store, Version(2))).Number);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("a_b.example")]
    [InlineData("-a.example")]
    [InlineData("a..example")]
    [InlineData("example.org:80")]
    [InlineData("*.example")]
    [InlineData("")]
    [InlineData(".")]
    public void Check_WhatIsNoName_IsRefused(string host) => Assert.Equal(Refusal.Invalid, HostNameRule.Check(host).Refused!.Kind);

    private static (string Path, string Text)[] Version(int number) =>
        [("index.html", $"<p>{number}</p>"), ("css/a.css", $"body {number}"), ("same.txt", "the same in all")];

    private static async Task<TestStore> SiteAsync(RepositoryOptions? options = null, TimeProvider? clock = null)
    {
        var store = await OpenAsync(options, clock);
        Assert.Null((await store.Operator.Sites.AddAsync(Host, new SiteSettings(), default)).Refused);
        return store;
    }

    private static async Task<Deployment> DeployAsync(TestStore store, (string, string)[] files)
    {
        var step = await StepAsync(store, files);
        if (step.Deployment is null)
        {
            await UploadAsync(store, step, files);
            step = await StepAsync(store, files, step.Upload);
        }
        return step.Deployment!;
    }

    private static async Task<DeployStep> StepAsync(
        TestStore store, (string, string)[] files, string? upload = null, DeployMode mode = DeployMode.Deploy)
        => (await store.Operator.Sites.DeployAsync(Host, Files(files), upload, mode, default)).Value;

    private static async Task UploadAsync(TestStore store, DeployStep step, (string Path, string Text)[] files)
    {
        foreach (var text in files.Select(file => file.Text).Distinct().Where(text => step.Missing.Contains(Hash(text))))
            Assert.Null((await store.Operator.Sites.UploadAsync(Host, step.Upload!, Hash(text), Body(text), default)).Refused);
    }

    private static SiteFile[] Files((string Path, string Text)[] files)
        => [.. files.Select(file => new SiteFile(file.Path, Encoding.UTF8.GetByteCount(file.Text), Hash(file.Text)))];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What a visitor reads; null for what is not there for him.</summary>
    private static async Task<string?> SeeAsync(TestStore store, params string[] names)
    {
        var published = await store.Store.Published.ReadAsync(store.Store.Published.Find(Host)!, names, names.Length == 0, "", default);
        return published?.Content is { } content ? await ReadAsync(content) : null;
    }

    private static async Task<Workspace> EnterAsync(TestStore store, string name)
    {
        var exchange = store.SignIn.Begin("PLAIN", new Visit("https", null, "test", true)).Value;
        return (await exchange.StepAsync(Encoding.UTF8.GetBytes($"\0{name}\0sunken lantern orchard"), default)).Workspace!;
    }

    private static async Task<Refusal?> ResultAsync<T>(ValueTask<Outcome<T>> operation) => (await operation).Refused?.Kind;
}
