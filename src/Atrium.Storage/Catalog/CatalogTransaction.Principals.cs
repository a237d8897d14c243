using Atrium.Core.Access;
using Atrium.Core.Journal;
using Atrium.Core.Ports;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage.Catalog;

/// <content>Accounts, what they sign in with, groups, and what is granted to them.</content>
internal sealed partial class CatalogTransaction
{
    public override PrincipalSet? PrincipalsOf(long account)
        => !principalsChanged ? base.PrincipalsOf(account) : GetAccount(account) is { } row ? LoadPrincipals(row) : null;

    protected override GroupNesting Nesting() => nestingChanged ? LoadNesting() : base.Nesting();

    public override SpaceAcl AclOf(Space space) => aclsChanged.Contains(space.Id) ? LoadAcl(space.Id) : base.AclOf(space);

    public void InsertAccount(AccountRow row)
    {
        Write(Sql.InsertAccount).Bind(row.Id).Bind(row.Name).Bind(row.IsAdministrator ? 1 : 0).Bind(row.IsDisabled ? 1 : 0).Bind(row.Created).Run();
        Administer("account-added", row.Name, null, AdministrationText.Of(row));
    }

    public void UpdateAccount(AccountRow row)
    {
        var before = GetAccount(row.Id);
        OfPrincipals(Sql.UpdateAccount).Bind(row.Name).Bind(row.IsAdministrator ? 1 : 0).Bind(row.IsDisabled ? 1 : 0).Bind(row.Id).Run();
        Administer("account-changed", row.Name, before is null ? null : AdministrationText.Of(before), AdministrationText.Of(row));
    }

    public void DeleteAccount(long id)
    {
        // While its name is known.
        DeleteGrantsOf(id);
        DeleteSharesOf(id);
        DeleteLocksOf(id);
        Administer(
            "account-removed", AccountName(id), $"{(GetAccount(id) is { } row ? AdministrationText.Of(row) : "")} groups={string.Join(',', GroupsOf(id).Select(group => AdministrationText.NameOf(this, group)))}",
            null);
        OfPrincipals(Sql.DeleteAccount).Bind(id).Run();
        Write(Sql.DeleteCredentialsOf).Bind(id).Run();
        Write(Sql.DeleteAddressesOf).Bind(id).Run();
        Write(Sql.DeletePlacesOf).Bind(id).Run();
        Write(Sql.RemoveMemberships).Bind(id).Run();
    }

    public void InsertCredential(CredentialRow row)
    {
        OfPrincipals(Sql.InsertCredential).Bind(row.Id).Bind(row.Account).Bind((long)row.Kind).Bind(row.Label).Bind(row.Verifier)
            .Bind(row.Created).Bind(row.Protocols).Bind((long)row.Scope).Bind(row.Expires).Bind(row.Agent).Bind(row.Proved).Run();
        Administer("credential-added", AdministrationText.NameOf(row, AccountName(row.Account)), null, AdministrationText.Of(row));
    }

    public void DeleteCredential(long id)
    {
        if (One(Use(Sql.GetCredential).Bind(id), Rows.Credential) is { } row)
            Administer("credential-removed", AdministrationText.NameOf(row, AccountName(row.Account)), AdministrationText.Of(row), null);
        OfPrincipals(Sql.DeleteCredential).Bind(id).Run();
    }

    public void NoteUse(long credential, UseRow use)
        => Write(Sql.NoteUse).Bind(use.At).Bind(use.From).Bind(use.Protocol).Bind(credential).Run();

    public void ConfirmCredential(long credential, long at) => Write(Sql.ConfirmCredential).Bind(at).Bind(credential).Run();

    public void NotePlace(long account, string prefix, long at)
    {
        // It may have been removed while this waited to be written.
        if (GetAccount(account) is null)
            return;
        Write(Sql.NotePlace).Bind(account).Bind(prefix).Bind(at).Run();
        Write(Sql.DropOldPlaces).Bind(account).Run();
    }

    public void InsertAddress(AddressRow row)
    {
        Write(Sql.InsertAddress).Bind(row.Folded).Bind(row.Address).Bind(row.Account).Run();
        Administer("address-added", AccountName(row.Account), null, row.Address);
    }

    public void DeleteAddress(string folded)
    {
        if (FindAddress(folded) is { } row)
            Administer("address-removed", AccountName(row.Account), row.Address, null);
        Write(Sql.DeleteAddress).Bind(folded).Run();
    }

    public void SetStoreValue(string key, string value) => Write(Sql.SetStoreValue).Bind(key).Bind(value).Run();

    public void DeleteCredentials(long account, CredentialKind kind)
    {
        foreach (var row in Credentials(account).Where(credential => credential.Kind == kind))
            Administer("credential-removed", AdministrationText.NameOf(row, AccountName(account)), AdministrationText.Of(row), null);
        OfPrincipals(Sql.DeleteCredentials).Bind(account).Bind((long)kind).Run();
    }

    public void InsertGroup(GroupRow row)
    {
        Write(Sql.InsertGroup).Bind(row.Id).Bind(row.Name).Bind(row.Created).Run();
        Administer("group-added", row.Name, null, null);
    }

    public void DeleteGroup(long id)
    {
        nestingChanged = true;
        DeleteGrantsOf(id);
        Administer(
            "group-removed", AdministrationText.NameOf(this, id), $"members={string.Join(',', MembersOf(id).Select(member => AdministrationText.NameOf(this, member)))}", null);
        OfPrincipals(Sql.DeleteGroup).Bind(id).Run();
        Write(Sql.RemoveMemberships).Bind(id).Run();
    }

    public void AddMember(long group, long member)
    {
        OfMember(member, Sql.AddMember).Bind(group).Bind(member).Run();
        Administer("member-added", AdministrationText.NameOf(this, group), null, AdministrationText.NameOf(this, member));
    }

    public void RemoveMember(long group, long member)
    {
        OfMember(member, Sql.RemoveMember).Bind(group).Bind(member).Run();
        Administer("member-removed", AdministrationText.NameOf(this, group), AdministrationText.NameOf(this, member), null);
    }

    public void SetGrant(Space space, long node, long principal, Rights rights)
    {
        var before = (Rights)(Maybe(Use(Sql.RightsOf).Bind(node).Bind(principal), row => row.Long(0)) ?? 0);
        Administer(
            "granted", $"{AdministrationText.PathOf(this, space, node)} to {AdministrationText.NameOf(this, principal)}", AdministrationText.Of(before),
            AdministrationText.Of(rights));
        if (rights == Rights.None)
            OfAccess(space, Sql.DeleteGrant).Bind(node).Bind(principal).Run();
        else
            OfAccess(space, Sql.SetGrant).Bind(node).Bind(principal).Bind(space.Id).Bind((long)rights).Run();
    }

    public void DeleteGrantsOf(long principal)
    {
        foreach (var id in All(Use(Sql.SpacesOfGrants).Bind(principal), row => row.Long(0)))
        {
            if (GetSpace(id) is not { } space)
                continue;
            foreach (var (node, rights) in All(Use(Sql.GrantsOfIn).Bind(principal).Bind(id), row => (row.Long(0), (Rights)row.Int(1))))
            {
                Administer(
                    "granted", $"{AdministrationText.PathOf(this, space, node)} to {AdministrationText.NameOf(this, principal)}", AdministrationText.Of(rights), null);
            }
            OfAccess(space, Sql.DeleteGrantsOf).Bind(principal).Run();
        }
    }

    public void SetInheritance(Space space, long node, bool inherits)
    {
        var before = !AclOf(space).Stops.Contains(node);
        Administer("inheritance-changed", AdministrationText.PathOf(this, space, node), before ? "inherits" : "stops", inherits ? "inherits" : "stops");
        if (inherits)
            OfAccess(space, Sql.DeleteStop).Bind(node).Run();
        else
            OfAccess(space, Sql.AddStop).Bind(node).Bind(space.Id).Run();
    }

    /// <summary>A statement after which other rights may hold in a space.</summary>
    private SqliteStatement OfAccess(Space space, string sql)
    {
        aclsChanged.Add(space.Id);
        space.AccessEpoch++;
        return Write(sql);
    }

    private SqliteStatement OfMember(long member, string sql)
    {
        nestingChanged |= GetGroup(member) is not null;
        return OfPrincipals(sql);
    }

    /// <summary>A statement after which accounts may be other principals than before.</summary>
    private SqliteStatement OfPrincipals(string sql)
    {
        principalsChanged = true;
        return Write(sql);
    }
}
