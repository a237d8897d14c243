using System.IO.Pipelines;
using Atrium.Core;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Guard;
using Atrium.Core.Journal;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Repository.Uploads;
using Atrium.Core.Shares;
using Atrium.Core.Sites;

namespace Atrium.Laws;

/// <summary>Every operation of a Workspace leaves its trace in the journal, or is named here with the reason why it leaves none.</summary>
public sealed class JournalLaws : IAsyncLifetime
{
    private const string Looks = "looks at names and states, which the change of them has told; opening and listing is what is told of reading";

    private const string Unseen = "is seen by nobody until the whole file stands at its path, which is told";

    private const string Passing = "comes and goes with each document that somebody opens, and ends by itself; what is changed meanwhile is told, and when somebody else takes a lock away";

    /// <summary>What leaves no trace when it is done.</summary>
    private static readonly Dictionary<string, string> WithoutTrace = new()
    {
        ["Files.StatAsync"] = Looks,
        ["Files.VersionsAsync"] = Looks,
        ["Files.ChangesAsync"] = "is asked again and again by whoever follows a space, and tells what the journal has told",
        ["AccessControl.ListAsync"] = Looks,
        ["AccessControl.ExplainAsync"] = Looks,
        ["AccessControl.OfMeAsync"] = Looks,
        ["AccessControl.SharedWithMeAsync"] = Looks,
        ["Sites.ListAsync"] = Looks,
        ["Sites.GetAsync"] = Looks,
        ["Sites.DeploymentsAsync"] = Looks,
["Sites.EnterAsync"] = Looks,
        ["Sites.UploadAsync"] = "brings contents that nobody sees before a deployment, which is told",
        ["Administration.ListSpacesAsync"] = Looks,
        ["Administration.ListGroupsAsync"] = Looks,
        ["Administration.GetGroupAsync"] = Looks,
        ["Administration.StatusAsync"] = "is asked every few seconds by what watches the server",
        ["Administration.CheckAsync"] = "changes nothing; what a repair mends is told one by one",
        ["SettingsControl.ListAsync"] = Looks,
        ["SettingsControl.GetAsync"] = Looks,
        ["AccountControl.ListAsync"] = Looks,
        ["AccountControl.ShowAsync"] = Looks,
        ["CredentialControl.ListAppPasswordsAsync"] = Looks,
        ["CredentialControl.ListTokensAsync"] = Looks,
        ["SessionControl.ListAsync"] = Looks,
        ["Uploads.ListAsync"] = Looks,
        ["Uploads.GetAsync"] = Looks,
        ["Uploads.ResumeAsync"] = Looks,
        ["Uploads.BeginAsync"] = Unseen,
        ["Uploads.AbandonAsync"] = Unseen,
        ["Locks.LockAsync"] = Passing,
        ["Locks.RefreshAsync"] = Passing,
        ["Locks.UnlockAsync"] = Passing,
        ["Locks.OfAsync"] = Looks,
        ["Locks.OfEntriesAsync"] = Looks,
        ["Locks.ListAsync"] = Looks,
        ["Properties.OfAsync"] = Looks,
        ["Properties.OfEntriesAsync"] = Looks,
        ["FirewallControl.ListRulesAsync"] = Looks,
        ["FirewallControl.GetRuleAsync"] = Looks,
        ["FirewallControl.ListBansAsync"] = Looks,
        ["ShareControl.ListAsync"] = Looks,
        ["ConfigControl.ExportAsync"] = Looks,
        ["ConfigControl.PlanAsync"] = "changes nothing: what applying does is told where it is written",
        ["Administration.AdmitAsync"] = "asks only whether one may",
        ["JournalControl.HeadsAsync"] = "changes nothing that anybody has written",
        ["JournalControl.ReadAsync"] = "would tell of itself without end",
    };

    /// <summary>What the operator cannot do with the arguments of the law, and what proves its trace instead.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["Administration.AddFirstAccountAsync"] = "needs a store without accounts; adding an account is told where it is written, whoever adds it",
    };

    // Of the bytes 1, 2, 3.
    private const string Hash = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";

    private static readonly NodePath Folder = NodePath.Parse("/shared/docs/folder").Value;

    private readonly AccessLaws access = new();

    public static TheoryData<string, string> Operations => AccessLaws.Operations;

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_ThatIsRefused_IsInTheJournal(string facet, string operation)
    {
        var refused = await AccessLaws.InvokeAsync(access.Visitor, facet, operation);
        Assert.NotNull(refused);
        var entry = Assert.Single(await NewAsync([JournalKind.Refusal]));
        Assert.EndsWith('.' + Words(operation), entry.Action, StringComparison.Ordinal);
        Assert.Equal("anonymous", entry.Account);
        Assert.Equal(refused.Detail, entry.Detail);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_ThatIsDone_LeavesItsTraceOrIsNamed(string facet, string operation)
    {
        var key = $"{facet}.{operation}";
        var workspace = await access.EnterAsync("EXTERNAL", "local", default);
        await PrepareAsync(workspace);
        await (await access.EnterAsync("PLAIN", "https", "\0mallory\0sunken lantern orchard"u8.ToArray())).Session.BeginAsync("a browser", default);
        var upload = (await workspace.Sites.DeployAsync("site.example", [new SiteFile("a", 3, Hash)], null, DeployMode.Deploy, default)).Value.Upload!;
        var admin = await access.EnterAsync("PLAIN", "https", "\0admin\0a password of the admin"u8.ToArray());
        var others = (await admin.Locks.LockAsync(Folder, new LockRequest(LockScope.Shared, LockDepth.Zero), default)).Value.Lock;
        var own = operation is "RefreshAsync" or "UnlockAsync"
            ? (await workspace.Locks.LockAsync(Folder, new LockRequest(LockScope.Shared, LockDepth.Zero), default)).Value.Lock
            : others;
        var before = (await workspace.Journal.ReadAsync(new JournalQuery(), TimeSpan.Zero, default)).Value.Next;
        var refused = Done(upload, own).TryGetValue(key, out var doing) ? await doing(workspace) : await AccessLaws.InvokeAsync(workspace, facet, operation);
        if (Elsewhere.ContainsKey(key))
        {
            Assert.NotNull(refused);
            return;
        }
        Assert.True(refused is null, $"{key}: {refused?.Detail}");
        var traces = (await workspace.Journal.ReadAsync(new JournalQuery { After = before }, TimeSpan.Zero, default)).Value.Entries
            .Where(entry => entry.Kind is JournalKind.Change or JournalKind.Administration or JournalKind.Guard or JournalKind.Read).ToList();
        Assert.Equal(!WithoutTrace.ContainsKey(key), traces.Count > 0);
        Assert.All(traces, trace => Assert.Equal("operator", trace.Account));
    }

    [Fact]
    public void Names_OfWhatLeavesNoTrace_AreOperations()
        => Assert.Superset(WithoutTrace.Keys.Concat(Elsewhere.Keys).ToHashSet(), Operations.Select(row => $"{row.Data.Item1}.{row.Data.Item2}").ToHashSet());

    public ValueTask InitializeAsync() => access.InitializeAsync();

    public ValueTask DisposeAsync() => access.DisposeAsync();

    // Somebody and something for each operation to change.
    private static async Task PrepareAsync(Workspace workspace)
    {
        await workspace.Administration.AddGroupAsync("crew", default);
        await workspace.Administration.JoinGroupAsync("crew", "mallory", default);
        await workspace.Accounts.AddAddressAsync("mallory", "old@example.org", default);
        await workspace.Credentials.AddAppPasswordAsync("mallory", "phone", [], default);
        await workspace.Credentials.AddTokenAsync("mallory", "script", TokenScope.Read, null, default);
        await workspace.Files.MakeFolderAsync(Folder, MissingParents.Refuse, default);
        await workspace.Access.GrantAsync(Folder, "mallory", Rights.Read, default);
        await workspace.Administration.Firewall.SetRuleAsync(new NewRule(Network.Parse("192.0.2.0/24").Value, RuleAction.Deny), default);
        await workspace.Shares.CreateAsync(new NewShare(Folder, ShareKind.Read), default);
        await workspace.Sites.AddAliasAsync("site.example", "known.example", default);
        await workspace.Sites.DeployAsync("site.example", [Empty("one.html")], null, DeployMode.Deploy, default);
        await workspace.Sites.DeployAsync("site.example", [Empty("two.html")], null, DeployMode.Deploy, default);
    }

    /// <summary>Operations that need other arguments than those of the law of access to be done.</summary>
    private static Dictionary<string, Func<Workspace, Task<Refused?>>> Done(string upload, LockInfo held) => new()
    {
        ["Locks.RefreshAsync"] = w => Of(w.Locks.RefreshAsync(held.Root, held.Token!, null, default)),
        ["Locks.UnlockAsync"] = w => Of(w.Locks.UnlockAsync(held.Root, held.Token!, default)),
        ["Locks.BreakAsync"] = w => Of(w.Locks.BreakAsync(held.Id, default)),
        ["Administration.AddGroupAsync"] = w => Of(w.Administration.AddGroupAsync("staff", default)),
        ["Administration.GetGroupAsync"] = w => Of(w.Administration.GetGroupAsync("crew", default)),
        ["Administration.RemoveGroupAsync"] = w => Of(w.Administration.RemoveGroupAsync("crew", default)),
        ["Administration.JoinGroupAsync"] = w => Of(w.Administration.JoinGroupAsync("crew", "admin", default)),
        ["Administration.LeaveGroupAsync"] = w => Of(w.Administration.LeaveGroupAsync("crew", "mallory", default)),
        ["AccountControl.ShowAsync"] = w => Of(w.Accounts.ShowAsync("mallory", default)),
        ["AccountControl.SetAsync"] = w => Of(w.Accounts.SetAsync("mallory", new AccountSettings { State = AccountState.Disabled }, default)),
        ["AccountControl.RemoveAsync"] = w => Of(w.Accounts.RemoveAsync("mallory", HomeFate.Delete, null, default)),
        ["AccountControl.SetPasswordAsync"] = w => Of(w.Accounts.SetPasswordAsync("mallory", "velvet harbour compass", null, default)),
        ["AccountControl.AddAddressAsync"] = w => Of(w.Accounts.AddAddressAsync("mallory", "new@example.org", default)),
        ["AccountControl.RemoveAddressAsync"] = w => Of(w.Accounts.RemoveAddressAsync("mallory", "old@example.org", default)),
        ["CredentialControl.ListTokensAsync"] = w => Of(w.Credentials.ListTokensAsync("mallory", default)),
        ["CredentialControl.AddAppPasswordAsync"] = w => Of(w.Credentials.AddAppPasswordAsync("mallory", "tablet", [], default)),
        ["CredentialControl.RevokeAppPasswordAsync"] = w => Of(w.Credentials.RevokeAppPasswordAsync("mallory", "phone", default)),
        ["CredentialControl.AddTokenAsync"] = w => Of(w.Credentials.AddTokenAsync("mallory", "robot", TokenScope.Read, null, default)),
        ["CredentialControl.RevokeTokenAsync"] = w => Of(w.Credentials.RevokeTokenAsync("mallory", "script", default)),
        ["SessionControl.ListAsync"] = w => Of(w.Sessions.ListAsync("mallory", default)),
        ["SessionControl.EndAsync"] = async w => await Of(w.Sessions.EndAsync("mallory", (await w.Sessions.ListAsync("mallory", default)).Value[0].Id, default)),
        ["SessionControl.EndAllAsync"] = w => Of(w.Sessions.EndAllAsync("mallory", default)),
        ["Uploads.GetAsync"] = async w => await Of(w.Uploads.GetAsync(await BegunAsync(w), default)),
        ["Uploads.ResumeAsync"] = async w => await Of(w.Uploads.ResumeAsync(await BegunAsync(w), default)),
        ["Uploads.AppendAsync"] = async w => await Of(w.Uploads.AppendAsync(await BegunAsync(w), new UploadPart(0) { Length = 3, Size = 3 }, PipeReader.Create(new MemoryStream([1, 2, 3])), default)),
        ["Uploads.AbandonAsync"] = async w => await Of(w.Uploads.AbandonAsync(await BegunAsync(w), default)),
        ["Administration.RemoveSpaceAsync"] = w => Of(w.Administration.RemoveSpaceAsync(NodePath.Parse("/shared/docs").Value, SpaceFate.Delete, default)),
        ["AccessControl.ExplainAsync"] = w => Of(w.Access.ExplainAsync("mallory", Rights.Read, Folder, default)),
        ["AccessControl.GrantAsync"] = w => Of(w.Access.GrantAsync(Folder, "mallory", Rights.Write, default)),
        ["AccessControl.RevokeAsync"] = w => Of(w.Access.RevokeAsync(Folder, "mallory", default)),
        ["AccessControl.SetInheritanceAsync"] = w => Of(w.Access.SetInheritanceAsync(Folder, false, default)),
        ["Files.MakeFolderAsync"] = w => Of(w.Files.MakeFolderAsync(NodePath.Parse("/shared/docs/another").Value, MissingParents.Refuse, default)),
        ["SettingsControl.GetAsync"] = w => Of(w.Administration.Settings.GetAsync("space.default-quota", default)),
        ["SettingsControl.SetAsync"] = w => Of(w.Administration.Settings.SetAsync("space.default-quota", "5", default)),
        ["SettingsControl.ResetAsync"] = w => Of(w.Administration.Settings.ResetAsync("space.default-quota", default)),
        ["FirewallControl.GetRuleAsync"] = async w => await Of(w.Administration.Firewall.GetRuleAsync(await RuleAsync(w), default)),
        ["FirewallControl.RemoveRuleAsync"] = async w => await Of(w.Administration.Firewall.RemoveRuleAsync(await RuleAsync(w), default)),
        ["ShareControl.RevokeAsync"] = async w => await Of(w.Shares.RevokeAsync((await w.Shares.ListAsync(null, default)).Value[0].Id, default)),
        ["Sites.DeployAsync"] = w => Of(w.Sites.DeployAsync("site.example", [Empty("three.html")], null, DeployMode.Deploy, default)),
        ["Sites.RollBackAsync"] = w => Of(w.Sites.RollBackAsync("site.example", null, default)),
        ["Sites.RemoveAliasAsync"] = w => Of(w.Sites.RemoveAliasAsync("site.example", "known.example", default)),
        ["Sites.UploadAsync"] = w => Of(w.Sites.UploadAsync("site.example", upload, Hash, PipeReader.Create(new MemoryStream([1, 2, 3])), default)),
    };

    private static async Task<long> BegunAsync(Workspace workspace)
        => (await workspace.Uploads.BeginAsync(NodePath.Parse("/shared/docs/uploaded").Value, new UploadOptions(), default)).Value.Id;

    private static async Task<Refused?> Of<T>(ValueTask<Outcome<T>> operation) => (await operation).Refused;

    private static async Task<long> RuleAsync(Workspace workspace) => (await workspace.Administration.Firewall.ListRulesAsync(0, 1, default)).Value[0].Id;

    private static SiteFile Empty(string path) => new(path, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private async Task<IReadOnlyList<JournalRecord>> NewAsync(IReadOnlyList<JournalKind> kinds)
    {
        var workspace = await access.EnterAsync("EXTERNAL", "local", default);
        return (await workspace.Journal.ReadAsync(new JournalQuery { Kinds = kinds }, TimeSpan.Zero, default)).Value.Entries;
    }

    private static string Words(string operation)
        => string.Concat(operation[..^"Async".Length].Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
