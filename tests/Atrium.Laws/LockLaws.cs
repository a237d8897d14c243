using System.IO.Pipelines;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Repository.Properties;
using Atrium.Core.Repository.Uploads;
using Atrium.Core.Sites;

namespace Atrium.Laws;

/// <summary>
/// Every operation of a Workspace that changes the tree is kept out by a lock, whatever the protocol, and goes through with the lock's token; or it
/// is named here with the reason why it changes nothing that a lock protects.
/// </summary>
public sealed class LockLaws : IAsyncLifetime
{
    private const string Looks = "changes nothing";

    private static readonly Dictionary<string, string> Unbound = new()
    {
        ["Files.StatAsync"] = Looks,
        ["Files.ListAsync"] = Looks,
        ["Files.OpenAsync"] = Looks,
        ["Files.OpenFileOrFolderAsync"] = Looks,
        ["Files.OpenFolderAsync"] = Looks,
        ["Files.OpenVersionAsync"] = Looks,
        ["Files.VersionsAsync"] = Looks,
        ["Files.ChangesAsync"] = Looks,
        ["Uploads.ListAsync"] = Looks,
        ["Uploads.GetAsync"] = Looks,
        ["Uploads.ResumeAsync"] = Looks,
        ["Uploads.AbandonAsync"] = "lets go of pieces that nobody sees",
        ["Properties.OfAsync"] = Looks,
        ["Properties.OfEntriesAsync"] = Looks,
        ["Sites.ListAsync"] = Looks,
        ["Sites.GetAsync"] = Looks,
        ["Sites.DeploymentsAsync"] = Looks,
        ["Sites.EnterAsync"] = Looks,
        ["Sites.SetAsync"] = "is about how a site is served",
        ["Sites.UploadAsync"] = "brings contents that nobody sees",
        ["Sites.AddAsync"] = "is an administrator's, and is about host names",
        ["Sites.RemoveAsync"] = "takes a site off the air; its files stay",
        ["Sites.AddAliasAsync"] = "is about host names",
        ["Sites.RemoveAliasAsync"] = "is about host names",
    };

    private static readonly NodePath Docs = NodePath.Parse("/shared/docs").Value, Site = NodePath.Parse("/sites/site.example").Value, File = NodePath.Parse("/shared/docs/f").Value;

    private readonly AccessLaws access = new();

    public static TheoryData<string, string> Operations =>
    [
        .. AccessLaws.Operations.Select(row => row.Data).Where(row => row.Item1 is nameof(Files) or nameof(Uploads) or nameof(Properties) or nameof(Core.Sites.Sites)
            && !Unbound.ContainsKey($"{row.Item1}.{row.Item2}")),
    ];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_OnWhatIsLocked_NeedsTheToken(string facet, string operation)
    {
        var workspace = await access.EnterAsync("EXTERNAL", "local", default);
        var upload = (await workspace.Uploads.BeginAsync(File, new UploadOptions { Size = 3 }, default)).Value.Id;
        foreach (var name in new[] { "one.html", "two.html" })
            await workspace.Sites.DeployAsync("site.example", [Empty(name)], null, DeployMode.Deploy, default);
        var tokens = new List<string>();
        foreach (var path in new[] { Docs, Site })
            tokens.Add((await workspace.Locks.LockAsync(path, new LockRequest(LockScope.Exclusive, LockDepth.Infinity), default)).Value.Lock.Token!);

        var without = await InvokeAsync(workspace, facet, operation, upload);
        Assert.Equal(Refusal.Locked, without?.Kind);
        Assert.NotNull(without!.LockedPath);
        // The token of another lock is of no use.
        Assert.Equal(Refusal.Locked, (await InvokeAsync(workspace.Holding(["urn:uuid:" + Guid.NewGuid()], null), facet, operation, upload))?.Kind);
        // Nor is the right one in the hands of somebody else, administrator or not (ATTACKS 17).
        var admin = await access.EnterAsync("PLAIN", "https", "\0admin\0a password of the admin"u8.ToArray());
        if (facet != nameof(Uploads) || operation == nameof(Uploads.BeginAsync))
            Assert.Equal(Refusal.Locked, (await InvokeAsync(admin.Holding(tokens, null), facet, operation, upload))?.Kind);
        Assert.Null(await InvokeAsync(workspace.Holding(tokens, null), facet, operation, upload));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_WhoseConditionDoesNotHold_ChangesNothing(string facet, string operation)
    {
        var workspace = await access.EnterAsync("EXTERNAL", "local", default);
        var upload = (await workspace.Uploads.BeginAsync(File, new UploadOptions { Size = 3 }, default)).Value.Id;
        foreach (var name in new[] { "one.html", "two.html" })
            await workspace.Sites.DeployAsync("site.example", [Empty(name)], null, DeployMode.Deploy, default);
        var condition = new LockCondition([new StateList(File, [new StateTest("urn:uuid:" + Guid.NewGuid(), null, Negated: false)])]);
        var refused = await InvokeAsync(workspace.Holding([], condition), facet, operation, upload);
        Assert.Equal((Refusal.Conflict, true), (refused?.Kind, refused?.IsPrecondition));
    }

    [Fact]
    public void Names_OfWhatNoLockBinds_AreOperations()
        => Assert.Superset(Unbound.Keys.ToHashSet(), AccessLaws.Operations.Select(row => $"{row.Data.Item1}.{row.Data.Item2}").ToHashSet());

    public ValueTask InitializeAsync() => access.InitializeAsync();

    public ValueTask DisposeAsync() => access.DisposeAsync();

    private static async Task<Refused?> InvokeAsync(Workspace workspace, string facet, string operation, long upload) => $"{facet}.{operation}" switch
    {
        "Uploads.AppendAsync" => (await workspace.Uploads.AppendAsync(upload, new UploadPart(0) { Length = 3 }, Body(), default)).Refused,
        "Sites.DeployAsync" => (await workspace.Sites.DeployAsync("site.example", [Empty("index.html")], null, DeployMode.Deploy, default)).Refused,
        "Sites.RollBackAsync" => (await workspace.Sites.RollBackAsync("site.example", null, default)).Refused,
        _ => await AccessLaws.InvokeAsync(workspace, facet, operation),
    };

    private static SiteFile Empty(string name) => new(name, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private static PipeReader Body() => PipeReader.Create(new MemoryStream([1, 2, 3]));
}
