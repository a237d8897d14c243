using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Accounts.Sessions;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Uploads;
using Atrium.Core.Shares;

namespace Atrium.Core;

/// <summary>A caller's view of everything, and the only way to data. Handed out by <see cref="ISignIn"/> alone.</summary>
public sealed class Workspace
{
    internal Workspace(
        Caller caller, Files files, Uploads uploads, AccessControl access, Sites.Sites sites, Administration administration, AccountControl accounts,
        CredentialControl credentials, SessionControl sessions, OwnSession session, ShareControl shares, Journal.JournalControl journal)
        => (Caller, Files, Uploads, Access, Sites, Administration, Accounts, Credentials, Sessions, Session, Shares, Journal)
            = (caller, files, uploads, access, sites, administration, accounts, credentials, sessions, session, shares, journal);

    internal Caller Caller { get; }

    /// <summary>The account's name; "anonymous" for a visitor without one.</summary>
    public string AccountName => Caller.Name;

    /// <summary>True for a visitor without an account.</summary>
    public bool IsAnonymous => Caller.AccountId == Caller.Anonymous;

    /// <summary>The tree.</summary>
    public Files Files { get; }

    /// <summary>Files on their way here, in pieces.</summary>
    public Uploads Uploads { get; }

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
