using System.Text;

namespace Atrium.Conformance.Http;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record WireAnswer(string StatusLine, IReadOnlyList<(string Name, string Value)> Fields, byte[] Body)
{
    public int Status => int.Parse(StatusLine.Split(' ')[1]);

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The value of a field; null where it is not there. One that is repeated fails the test.</summary>
    public string? this[string name]
    {
        get
        {
            var values = Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value).ToList();
            Assert.True(values.Count <= 1, $"{name} is repeated:\n{this}");
            return values.SingleOrDefault();
        }
    }

    public override string ToString() =>
        $"{StatusLine}\n{string.Join('\n', Fields.Select(field => $"{field.Name}: {field.Value}"))}\n\n{Text[..Math.Min(Text.Length, 500)]}";
}

/// <summary>Whether a body follows the head of an answer.</summary>
internal enum BodyRule
{
    /// <summary>As the fields say (RFC 9112, 6.3).</summary>
    AsFramed,

    /// <summary>None: it answers a HEAD.</summary>
    None,
}
