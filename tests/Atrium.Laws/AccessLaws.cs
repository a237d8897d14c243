using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using Atrium.Core;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Accounts.Sessions;
using Atrium.Core.Config;
using Atrium.Core.Guard;
using Atrium.Core.Journal;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Repository.Properties;
using Atrium.Core.Repository.Uploads;
using Atrium.Core.Shares;
using Atrium.Core.Sites;
using Atrium.Core.Settings;
using Atrium.Storage;

namespace Atrium.Laws;

/// <summary>Every operation of a Workspace is refused without rights; a new one cannot forget it.</summary>
public sealed class AccessLaws : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("atrium-laws-").FullName;
    private Store store = null!;

    internal Store Store => store;
    private SignIn signIn = null!;

    internal Workspace Visitor => signIn.Anonymous(new Visit("https", null, "law", Encrypted: true));

    public static TheoryData<string, string> Operations =>
    [
        .. new[]
            {
                typeof(Files), typeof(Uploads), typeof(Core.Repository.Locks.Locks), typeof(Properties), typeof(AccessControl), typeof(Core.Sites.Sites), typeof(Administration), typeof(SettingsControl), typeof(ConfigControl), typeof(AccountControl),
                typeof(CredentialControl), typeof(SessionControl), typeof(FirewallControl), typeof(ShareControl), typeof(JournalControl),
            }
            .SelectMany(facet => facet.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName)
                .Select(method => (facet.Name, method.Name))),
    ];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_OfAVisitor_IsRefused(string facet, string operation)
    {
        var visitor = signIn.Anonymous(new Visit("https", null, "law", Encrypted: true));
        Assert.Contains(await RefusalOfAsync(visitor, facet, operation), new Refusal?[] { Refusal.NotFound, Refusal.SignInRequired, Refusal.Denied });
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_OfAnAccountWithoutRights_IsRefusedAsIfNothingWereThere(string facet, string operation)
    {
        // A list of spaces is refused to nobody who is signed in: it holds those that he may see.
        if (operation == nameof(Administration.ListSpacesAsync))
        {
            var spaces = await (await MalloryAsync()).Administration.ListSpacesAsync(TestContext.Current.CancellationToken);
            Assert.Equal(["/home/mallory"], spaces.Value.Select(space => space.Path.ToString()));
            return;
        }
        // Nor is a list of what was granted to him.
        if (operation == nameof(AccessControl.SharedWithMeAsync))
        {
            var shared = await (await MalloryAsync()).Access.SharedWithMeAsync(null, 10, TestContext.Current.CancellationToken);
            Assert.Empty(shared.Value.Items);
            return;
        }
        // Nor is a list of his own uploads.
        if (operation == nameof(Uploads.ListAsync) && facet == nameof(Uploads))
        {
            Assert.Empty((await (await MalloryAsync()).Uploads.ListAsync(TestContext.Current.CancellationToken)).Value);
            return;
        }
        // The same holds for a list of sites.
        if (operation == nameof(Core.Sites.Sites.ListAsync) && facet == nameof(Core.Sites.Sites))
        {
            Assert.Empty((await (await MalloryAsync()).Sites.ListAsync(TestContext.Current.CancellationToken)).Value);
            return;
        }
        var refusal = await RefusalOfAsync(await MalloryAsync(), facet, operation);
        var isForAdministrators = facet is nameof(Administration) or nameof(SettingsControl) or nameof(ConfigControl) or nameof(AccountControl) or nameof(CredentialControl)
            or nameof(SessionControl) or nameof(FirewallControl) or nameof(JournalControl)
            // A site answers to its name for everybody who asks for it: whom it is not for is told so.
            || (facet == nameof(Core.Sites.Sites) && operation is nameof(Core.Sites.Sites.AddAsync) or nameof(Core.Sites.Sites.EnterAsync));
        Assert.Equal(isForAdministrators ? Refusal.Denied : Refusal.NotFound, refusal);
    }

    public async ValueTask InitializeAsync()
    {
        store = EmbeddedStore.Open(folder, new RepositoryOptions(), TimeProvider.System);
        signIn = new SignIn(store);
        var workspace = await EnterAsync("EXTERNAL", "local", default);
        await workspace.Administration.AddFirstAccountAsync("admin", "a password of the admin", default);
        await workspace.Accounts.AddAsync(new NewAccount("mallory", "sunken lantern orchard"), default);
        await workspace.Administration.AddSpaceAsync(At("/shared/docs"), new SpaceSettings(), default);
        await workspace.Sites.AddAsync("site.example", new SiteSettings(), default);
        await workspace.Files.StoreAsync(At("/shared/docs/f"), Body(), new StoreOptions(), default);
        await workspace.Files.StoreAsync(At("/shared/docs/gone"), Body(), new StoreOptions(), default);
        await workspace.Files.DeleteAsync(At("/shared/docs/gone"), DeleteScope.SingleNode, Precondition.None, default);
    }

    public async ValueTask DisposeAsync()
    {
        signIn.Dispose();
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Refusal?> RefusalOfAsync(Workspace workspace, string facet, string operation)
        => (await InvokeAsync(workspace, facet, operation))?.Kind;

    /// <summary>Calls an operation with arguments that would do something for who has the right to.</summary>
    internal static async Task<Refused?> InvokeAsync(Workspace workspace, string facet, string operation)
    {
        object target = facet switch
        {
            nameof(Files) => workspace.Files,
            nameof(Uploads) => workspace.Uploads,
            nameof(Core.Repository.Locks.Locks) => workspace.Locks,
            nameof(Properties) => workspace.Properties,
            nameof(AccessControl) => workspace.Access,
            nameof(Core.Sites.Sites) => workspace.Sites,
            nameof(SettingsControl) => workspace.Administration.Settings,
            nameof(ConfigControl) => workspace.Administration.Config,
            nameof(AccountControl) => workspace.Accounts,
            nameof(CredentialControl) => workspace.Credentials,
            nameof(SessionControl) => workspace.Sessions,
            nameof(FirewallControl) => workspace.Administration.Firewall,
            nameof(ShareControl) => workspace.Shares,
            nameof(JournalControl) => workspace.Journal,
            _ => workspace.Administration,
        };
        var method = target.GetType().GetMethod(operation)!;
        dynamic call = method.Invoke(target, [.. method.GetParameters().Select(parameter => Sample(operation, parameter))])!;
        var outcome = await call;
        return (Refused?)outcome.Refused;
    }

    // An argument that would do something if its caller had the right to; a new kind of parameter needs its sample here.
    private static object? Sample(string operation, ParameterInfo parameter) => (parameter.ParameterType, parameter.Name) switch
    {
        (var type, "to") when type == typeof(NodePath) => At("/shared/docs/new"),
        (var type, "space") when type == typeof(NodePath) => At("/shared/docs"),
        (var type, _) when type == typeof(NodePath) => operation switch
        {
            nameof(Files.ListAsync) or nameof(Files.OpenFolderAsync) or nameof(Administration.SetSpaceAsync) or nameof(Core.Repository.Locks.Locks.OfEntriesAsync) => At("/shared/docs"),
            nameof(Files.MakeFolderAsync) => At("/shared/docs/folder"),
            nameof(Files.UndeleteAsync) => At("/shared/docs/gone"),
            nameof(Administration.AddSpaceAsync) => At("/shared/mine"),
            _ => At("/shared/docs/f"),
        },
        (var type, _) when type == typeof(PipeReader) => Body(),
        (var type, "after") when type == typeof(string) => null,
        (var type, "host") when type == typeof(string) => operation == nameof(Core.Sites.Sites.AddAsync) ? "new.example" : "site.example",
        (var type, "alias") when type == typeof(string) => "other.example",
        (var type, "sha256") when type == typeof(string) => new string('a', 64),
        (var type, _) when type == typeof(IReadOnlyList<SiteFile>) => new[] { new SiteFile("index.html", 0, new string('a', 64)) },
        (var type, _) when type == typeof(SiteSettings) => new SiteSettings(),
        (var type, _) when type == typeof(SiteChange) => new SiteChange(),
        (var type, _) when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>("""{"atrium": 1, "accounts": { "eve": {} } }"""u8.ToArray()),
        (var type, _) when type == typeof(ConfigOptions) => new ConfigOptions(),
        // Somebody who is there: what he may not do must look the same as with nobody.
        (var type, "account") when type == typeof(string) && operation.Contains("AppPassword", StringComparison.Ordinal) => "admin",
        (var type, _) when type == typeof(string) => "a name or a long password",
        (var type, _) when type == typeof(long) => 2L,
        (var type, _) when type == typeof(int) => 10,
        (var type, _) when type == typeof(NewRule) => new NewRule(Network.Parse("192.0.2.0/24").Value, RuleAction.Deny),
        (var type, _) when type == typeof(Network) => Network.Parse("192.0.2.0/24").Value,
        (var type, _) when type == typeof(Rights) => Rights.Read,
        (var type, _) when type == typeof(StoreOptions) => new StoreOptions(),
        (var type, _) when type == typeof(ListQuery) => new ListQuery(),
        (var type, _) when type == typeof(UploadOptions) => new UploadOptions(),
        (var type, _) when type == typeof(LockRequest) => new LockRequest(LockScope.Exclusive, LockDepth.Infinity),
        (var type, _) when type == typeof(IReadOnlyList<PropertyChange>) => new[] { new PropertyChange("urn:x", "colour", "<colour>red</colour>") },
        (var type, _) when type == typeof(UploadPart) => new UploadPart(0),
        (var type, _) when type == typeof(SpaceSettings) => new SpaceSettings(),
        (var type, _) when type == typeof(JournalQuery) => new JournalQuery(),
        (var type, _) when type == typeof(Precondition) => Precondition.None,
        (var type, _) when type == typeof(NewAccount) => new NewAccount("eve", "velvet harbour compass"),
        (var type, _) when type == typeof(NewShare) => new NewShare(At("/shared/docs/f"), ShareKind.Read),
        (var type, _) when type == typeof(AccountSettings) => new AccountSettings { Role = AccountRole.Member },
        (var type, _) when type == typeof(IReadOnlyList<string>) => Array.Empty<string>(),
        (var type, _) when type.IsValueType && Nullable.GetUnderlyingType(type) is null => Activator.CreateInstance(type),
        (var type, _) when Nullable.GetUnderlyingType(type) is not null || type == typeof(IProgress<CheckProgress>) => null,
        (var type, var name) => throw new InvalidOperationException($"{operation} has a parameter {type} {name} without a sample: add one."),
    };

    internal Task<Workspace> MalloryAsync() => EnterAsync("PLAIN", "https", Encoding.UTF8.GetBytes("\0mallory\0sunken lantern orchard"));

    internal async Task<Workspace> EnterAsync(string mechanism, string protocol, ReadOnlyMemory<byte> message)
        => (await signIn.Begin(mechanism, new Visit(protocol, null, "law", Encrypted: true)).Value.StepAsync(message, default)).Workspace!;

    private static NodePath At(string path) => NodePath.Parse(path).Value;

    private static PipeReader Body() => PipeReader.Create(new MemoryStream([1, 2, 3]));
}
