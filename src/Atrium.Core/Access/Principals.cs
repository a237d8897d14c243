namespace Atrium.Core.Access;

/// <summary>Who a grant can name beside accounts and groups. The numbers are stored.</summary>
internal static class Principals
{
    /// <summary>Any signed-in account.</summary>
    internal const long Everyone = -11;

    /// <summary>Also visitors without an account.</summary>
    internal const long Anyone = -12;
}
