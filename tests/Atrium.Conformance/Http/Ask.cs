using System.Text;

namespace Atrium.Conformance.Http;

/// <summary>Writes the heads of requests.</summary>
internal static class Ask
{
    /// <summary>As nobody: <c>Ask.Nobody("GET /livez")</c>.</summary>
    public static string Nobody(string methodAndTarget, params string[] fields) =>
        $"{methodAndTarget} HTTP/1.1\r\nHost: 127.0.0.1\r\n{string.Concat(fields.Select(field => field + "\r\n"))}\r\n";

    /// <summary>As the account admin.</summary>
    public static string Admin(string methodAndTarget, params string[] fields) =>
        Nobody(methodAndTarget, [SignIn("admin", AtriumProgram.Password), .. fields]);

    /// <summary>As an account without rights in the shared spaces.</summary>
    public static string Guest(string methodAndTarget, params string[] fields) =>
        Nobody(methodAndTarget, [SignIn("guest", HttpServer.GuestPassword), .. fields]);

    public static string SignIn(string name, string password) =>
        "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"));
}
