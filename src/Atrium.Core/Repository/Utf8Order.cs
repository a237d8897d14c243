using System.Text;

namespace Atrium.Core.Repository;

/// <summary>The order of names in a folder: byte by byte of their UTF-8, as the catalog has it. UTF-16 puts the astral planes elsewhere.</summary>
internal static class Utf8Order
{
    internal static int Compare(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
