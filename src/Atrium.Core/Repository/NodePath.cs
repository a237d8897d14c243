using System.Diagnostics.CodeAnalysis;
using System.Text;
using Atrium.Core.Unicode;

namespace Atrium.Core.Repository;

/// <summary>
/// A path in the one tree: names from the root down, each valid and in NFC. The first two name the space:
/// <c>/home/alice</c>, <c>/shared/plans</c>, <c>/sites/example.org</c>.
/// </summary>
public sealed class NodePath : IEquatable<NodePath>
{
    /// <summary>Bytes of UTF-8 in one name: what every file system of the clients can hold.</summary>
    public const int MaxNameBytes = 255;

    /// <summary>Bytes of UTF-8 in a whole path: PATH_MAX of the clients that mount the tree.</summary>
    public const int MaxPathBytes = 4096;

    /// <summary>Names in a path. Deeper trees come from loops, not from people; each level costs a look-up.</summary>
    public const int MaxDepth = 100;

    /// <summary>NFC is at most so many times shorter than what a client may have sent: what is longer is not normalized first.</summary>
    private const int MostShrinking = 4;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string[] names;

    private NodePath(string[] names) => this.names = names;

    /// <summary>The root, above all spaces.</summary>
    public static NodePath Root { get; } = new([]);

    /// <summary>The names from the root down.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>How many names lead here; 0 for the root.</summary>
    public int Depth => names.Length;

    /// <summary>The last name; empty for the root.</summary>
    public string Name => names.Length == 0 ? "" : names[^1];

    /// <summary>The folder above; the root is its own parent.</summary>
    public NodePath Parent => names.Length == 0 ? this : new(names[..^1]);

    /// <summary>Reads a path with slashes; a leading and a trailing one are allowed, empty names are not.</summary>
    public static Outcome<NodePath> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.AsSpan();
        if (trimmed.StartsWith("/"))
            trimmed = trimmed[1..];
        if (trimmed.EndsWith("/"))
            trimmed = trimmed[..^1];
        return trimmed.IsEmpty ? Root : FromNames(trimmed.ToString().Split('/'));
    }

    /// <summary>Makes a path of names that were taken apart by a protocol; each is checked and brought into NFC.</summary>
    public static Outcome<NodePath> FromNames(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count > MaxDepth)
            return Refused.Invalid($"A path has at most {MaxDepth} names; this one has {names.Count}.");
        var checkedNames = new string[names.Count];
        var bytes = 0;
        for (var i = 0; i < checkedNames.Length; i++)
        {
            if (!CheckName(names[i]).Try(out var name, out var refused))
                return refused;
            checkedNames[i] = name;
            bytes += Encoding.UTF8.GetByteCount(name) + 1;
        }
        if (bytes > MaxPathBytes)
            return Refused.Invalid($"A path has at most {MaxPathBytes} bytes; this one has {bytes}.");
        return new NodePath(checkedNames);
    }

    /// <summary>The path of something in this folder.</summary>
    public Outcome<NodePath> Child(string name) => FromNames([.. names, name]);

    /// <summary>A child whose name came from the catalog, where only valid names are.</summary>
    internal NodePath TrustedChild(string name) => new([.. names, name]);

    /// <summary>True for this path itself and for everything below it.</summary>
    public bool Contains(NodePath other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.names.Length >= names.Length && names.AsSpan().SequenceEqual(other.names.AsSpan(0, names.Length));
    }

    /// <summary>Whether a text may name a node; the name in NFC, or what is wrong with it.</summary>
    public static Outcome<string> CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
            return Refused.Invalid("A name is empty: a path has no double slash.");
        if (name is "." or "..")
            return Refused.Invalid("'.' and '..' are not names: give the whole path.");
        foreach (var c in name)
        {
            if (c == '/' || char.IsControl(c))
                return Refused.Invalid("A name has no slash, NUL, CR, LF or other control character.");
        }
        try
        {
            // Throws for what is no text at all, which cannot be normalized either.
            if (StrictUtf8.GetByteCount(name) > MaxNameBytes * MostShrinking)
                return TooLong(name);
        }
        catch (ArgumentException)
        {
            return Refused.Invalid("A name is not valid Unicode: half of a surrogate pair.");
        }
        var normal = Nfc.Normalize(name);
        return StrictUtf8.GetByteCount(normal) <= MaxNameBytes ? normal : TooLong(normal);
    }

    /// <summary>The name as protocols that do not tell case apart compare it.</summary>
    internal static string Fold(string name) => name.ToLowerInvariant();

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] NodePath? other) => other is not null && names.AsSpan().SequenceEqual(other.names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NodePath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var name in names)
            hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>With a leading slash and without a trailing one; "/" for the root.</summary>
    public override string ToString() => "/" + string.Join('/', names);

    private static Refused TooLong(string name)
        => Refused.Invalid($"A name has at most {MaxNameBytes} bytes of UTF-8; '{Shorten(name)}' has more.");

    private static string Shorten(string name) => name.Length <= 40 ? name : name[..40] + "...";
}
