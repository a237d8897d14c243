using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Accounts.Sessions;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Repository.Properties;
using Atrium.Core.Repository.Uploads;
using Atrium.Core.Shares;

namespace Atrium.Core;

/// <summary>A caller's view of everything, and the only way to data. Handed out by <see cref="ISignIn"/> alone.</summary>
public sealed class Workspace
{
    private readonly Store store;

    internal Workspace(Store store, Caller caller)
    {
        (this.store, Caller) = (store, caller);
        Files = new Files(store, caller);
        Uploads = new Uploads(store, caller);
        Locks = new Locks(store, caller);
        Properties = new Properties(store, caller);
        Access = new AccessControl(store, caller);
        Sites = new Sites.Sites(store, caller);
        Administration = new Administration(store, caller);
        Accounts = new AccountControl(store, caller);
        Credentials = new CredentialControl(store, caller);
        Sessions = new SessionControl(store, caller);
        Session = new OwnSession(store, caller);
        Shares = new ShareControl(store, caller);
        Journal = new Journal.JournalControl(store, caller);
    }

    /// <summary>
    /// The same workspace, whose operations submit the tokens of locks that the caller holds, and are done only where a condition is true at that
    /// moment. Who holds a lock and does not say so is kept out by it like anybody else (RFC 4918, 6.4).
    /// </summary>
    /// <param name="tokens">Of the caller's locks; those of others help nobody.</param>
    /// <param name="condition">Looked at inside the unit that makes the change; null for none.</param>
    public Workspace Holding(IReadOnlyCollection<string> tokens, LockCondition? condition)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return new Workspace(store, Caller with { Submitted = new LockSubmission(tokens, condition) });
    }

    internal Caller Caller { get; }

    /// <summary>The account's name; "anonymous" for a visitor without one.</summary>
    public string AccountName => Caller.Name;

    /// <summary>True for a visitor without an account.</summary>
    public bool IsAnonymous => Caller.AccountId == Caller.Anonymous;

    /// <summary>The tree.</summary>
    public Files Files { get; }

    /// <summary>Files on their way here, in pieces.</summary>
    public Uploads Uploads { get; }

    /// <summary>Locks on what is in the tree.</summary>
    public Locks Locks { get; }

    /// <summary>What clients keep with files and folders.</summary>
    public Properties Properties { get; }

    /// <summary>Who may do what with the nodes of the tree.</summary>
    public AccessControl Access { get; }

    /// <summary>Links by which people without an account reach a file or folder.</summary>
    public ShareControl Shares { get; }

    /// <summary>What is served under host names.</summary>
    public Sites.Sites Sites { get; }

    /// <summary>Spaces, groups and the store itself; each operation asks for the right it needs.</summary>
    public Administration Administration { get; }

    /// <summary>Accounts: all of them for administrators, his own for everybody.</summary>
    public AccountControl Accounts { get; }

    /// <summary>App passwords and tokens: of all accounts for administrators, his own for everybody.</summary>
    public CredentialControl Credentials { get; }

    /// <summary>Sessions: of all accounts for administrators, his own for everybody.</summary>
    public SessionControl Sessions { get; }

    /// <summary>The session that he is in, or begins.</summary>
    public OwnSession Session { get; }

    /// <summary>What has happened: all of it for administrators, his own sign-ins for everybody.</summary>
    public Journal.JournalControl Journal { get; }
}
