using System.Collections.Frozen;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>All operations, by method and route; a law test proves that each of the route table is here, and nothing else.</summary>
internal static class ApiOperations
{
    internal static FrozenDictionary<string, Operation> All { get; } =
        FilesOperations.All.Concat(DavOperations.All).Concat(UploadOperations.All).Concat(AccessOperations.All).Concat(AdministrationOperations.All).Concat(FirewallOperations.All).Concat(AccountOperations.All).Concat(SiteOperations.All).Concat(ConfigOperations.All).Concat(JournalOperations.All).Concat(ServerOperations.All)
            .ToFrozenDictionary(operation => operation.Key, operation => operation.Operation, StringComparer.Ordinal);

    internal static string Key(string method, string route) => $"{method} {route}";

    /// <summary>Statuses that any request can meet, whatever it asks for: described once, as the default answer.</summary>
    internal static IReadOnlyList<int> OfAnyRequest { get; } = [414, 417, 421, 429, 431, 500, 501, 503];
}
