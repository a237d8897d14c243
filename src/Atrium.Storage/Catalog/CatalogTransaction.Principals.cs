using Atrium.Core.Access;
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
        => Write(Sql.InsertAccount).Bind(row.Id).Bind(row.Name).Bind(row.IsAdministrator ? 1 : 0).Bind(row.IsDisabled ? 1 : 0).Bind(row.Created).Run();

    public void UpdateAccount(AccountRow row)
        => OfPrincipals(Sql.UpdateAccount).Bind(row.Name).Bind(row.IsAdministrator ? 1 : 0).Bind(row.IsDisabled ? 1 : 0).Bind(row.Id).Run();

    public void DeleteAccount(long id)
    {
        OfPrincipals(Sql.DeleteAccount).Bind(id).Run();
        Write(Sql.DeleteCredentialsOf).Bind(id).Run();
        Write(Sql.DeleteAddressesOf).Bind(id).Run();
        Write(Sql.RemoveMemberships).Bind(id).Run();
        DeleteGrantsOf(id);
        DeleteSharesOf(id);
    }

    public void InsertCredential(CredentialRow row)
        => OfPrincipals(Sql.InsertCredential).Bind(row.Id).Bind(row.Account).Bind((long)row.Kind).Bind(row.Label).Bind(row.Verifier)
            .Bind(row.Created).Bind(row.Protocols).Bind((long)row.Scope).Bind(row.Expires).Run();

    public void DeleteCredential(long id) => OfPrincipals(Sql.DeleteCredential).Bind(id).Run();

    public void NoteUse(long credential, UseRow use)
        => Write(Sql.NoteUse).Bind(use.At).Bind(use.From).Bind(use.Protocol).Bind(credential).Run();

    public void InsertAddress(AddressRow row) => Write(Sql.InsertAddress).Bind(row.Folded).Bind(row.Address).Bind(row.Account).Run();

    public void DeleteAddress(string folded) => Write(Sql.DeleteAddress).Bind(folded).Run();

    public void SetStoreValue(string key, string value) => Write(Sql.SetStoreValue).Bind(key).Bind(value).Run();

    public void DeleteCredentials(long account, CredentialKind kind) => OfPrincipals(Sql.DeleteCredentials).Bind(account).Bind((long)kind).Run();

    public void InsertGroup(GroupRow row) => Write(Sql.InsertGroup).Bind(row.Id).Bind(row.Name).Bind(row.Created).Run();

    public void DeleteGroup(long id)
    {
        nestingChanged = true;
        OfPrincipals(Sql.DeleteGroup).Bind(id).Run();
        Write(Sql.RemoveMemberships).Bind(id).Run();
        DeleteGrantsOf(id);
    }

    public void AddMember(long group, long member) => OfMember(member, Sql.AddMember).Bind(group).Bind(member).Run();

    public void RemoveMember(long group, long member) => OfMember(member, Sql.RemoveMember).Bind(group).Bind(member).Run();

    public void SetGrant(Space space, long node, long principal, Rights rights)
    {
        if (rights == Rights.None)
            OfAccess(space, Sql.DeleteGrant).Bind(node).Bind(principal).Run();
        else
            OfAccess(space, Sql.SetGrant).Bind(node).Bind(principal).Bind(space.Id).Bind((long)rights).Run();
    }

    public void DeleteGrantsOf(long principal)
    {
        foreach (var id in All(Use(Sql.SpacesOfGrants).Bind(principal), row => row.Long(0)))
        {
            if (GetSpace(id) is { } space)
                OfAccess(space, Sql.DeleteGrantsOf).Bind(principal).Run();
        }
    }

    public void SetInheritance(Space space, long node, bool inherits)
    {
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
