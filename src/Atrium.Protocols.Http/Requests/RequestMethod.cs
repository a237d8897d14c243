namespace Atrium.Protocols.Http.Requests;

/// <summary>What is known of methods (RFC 9110, 9.2; RFC 4918, 9.1).</summary>
internal static class RequestMethod
{
    /// <summary>True for those that change nothing.</summary>
    internal static bool IsSafe(string method) => method is "GET" or "HEAD" or "OPTIONS" or "PROPFIND";
}
