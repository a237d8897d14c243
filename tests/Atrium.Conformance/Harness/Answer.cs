using System.Net;
using System.Text;

namespace Atrium.Conformance.Harness;

/// <summary>A complete answer of the server.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ETag, byte[] Body)
{
    /// <summary>2xx: the server has promised.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>For messages: the status, and the problem details where there are any.</summary>
    public override string ToString() => $"{(int)Status} {Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 400)))}";
}
