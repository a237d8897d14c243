using Atrium.Api;
using Atrium.Values;

namespace Atrium.Accounts;

/// <summary>The last use of a credential, for a person.</summary>
internal static class LastUse
{
    internal static string At(CredentialUseRecord? use, TimeProvider clock) => use is null ? "never" : Moment.Format(use.At, clock);
}
