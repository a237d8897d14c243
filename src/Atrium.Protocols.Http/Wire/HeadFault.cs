namespace Atrium.Protocols.Http.Wire;

/// <summary>Why the head of a request is not taken.</summary>
/// <param name="Status">Of the answer, behind which the connection ends.</param>
/// <param name="Detail">One sentence for a person.</param>
internal sealed record HeadFault(int Status, string Detail)
{
    internal static HeadFault Malformed(string detail) => new(400, detail);
}
