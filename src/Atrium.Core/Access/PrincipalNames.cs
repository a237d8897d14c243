using System.Globalization;
using Atrium.Core.Ports;

namespace Atrium.Core.Access;

/// <summary>The kinds of those to whom something can be granted.</summary>
public enum PrincipalKind
{
    /// <summary>One account.</summary>
    Account,

    /// <summary>A group, with the groups in it.</summary>
    Group,

    /// <summary>Any signed-in account.</summary>
    Everyone,

    /// <summary>Also visitors without an account.</summary>
    Anyone,

    /// <summary>Whoever holds a link.</summary>
    Link,
}

/// <summary>Principals by the names that people give them. Accounts and groups share one set of names.</summary>
internal static class PrincipalNames
{
    internal const string Everyone = "everyone", Anyone = "anyone";

    internal static Outcome<long> Find(ICatalogReader reader, string name)
    {
        var folded = name.ToLowerInvariant();
        return folded switch
        {
            Everyone => Principals.Everyone,
            Anyone => Principals.Anyone,
            _ => FindAccountOrGroup(reader, folded),
        };
    }

    internal static Outcome<long> FindAccountOrGroup(ICatalogReader reader, string name)
        => (reader.FindAccount(name.ToLowerInvariant())?.Id ?? reader.FindGroup(name.ToLowerInvariant())?.Id) is { } id
            ? id
            : Refused.NotFound($"An account or group {name}");

    /// <summary>The name and kind; null when it is gone.</summary>
    internal static (string Name, PrincipalKind Kind)? Of(ICatalogReader reader, long principal) => principal switch
    {
        Principals.Everyone => (Everyone, PrincipalKind.Everyone),
        Principals.Anyone => (Anyone, PrincipalKind.Anyone),
        _ when reader.GetAccount(principal) is { } account => (account.Name, PrincipalKind.Account),
        _ when reader.GetGroup(principal) is { } group => (group.Name, PrincipalKind.Group),
        _ when reader.Share(principal) is { } link => (string.Create(CultureInfo.InvariantCulture, $"link {link.Id}"), PrincipalKind.Link),
        _ => null,
    };
}
