namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>A path of <c>_headers</c> with what is said below it.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Path">Which paths it is for.</param>
/// <param name="Host">Which of the site's names it is for; null for all.</param>
/// <param name="Fields">In their order.</param>
internal sealed record HeaderRule(int Line, PathPattern Path, string? Host, IReadOnlyList<HeaderLine> Fields);

/// <summary>A field of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null to take the field away.</param>
internal sealed record HeaderLine(string Name, RuleTemplate? Value);

/// <summary>The rules of <c>_headers</c>, all of which that are for a path hold, in their order.</summary>
internal sealed class HeaderRules(IReadOnlyList<HeaderRule> rules)
{
    internal static HeaderRules None { get; } = new([]);

    internal IReadOnlyList<HeaderRule> All => rules;

    /// <summary>What the answers for a path shall have; null for nothing.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="varies">True when it would be something else under another name of the site.</param>
    internal FieldSet? Find(AskedPath asked, out bool varies)
    {
        varies = false;
        FieldSet? fields = null;
        foreach (var rule in rules)
        {
            if (!rule.Path.TryMatch(asked.Path, out var values))
                continue;
            varies |= rule.Host is not null;
            if (rule.Host is { } host && host != asked.Host)
                continue;
            fields ??= new FieldSet();
            foreach (var line in rule.Fields)
            {
                if (line.Value is null)
                    fields.Remove(line.Name);
                else
                    fields.Add(line.Name, line.Value.Fill(values));
            }
        }
        return fields is { IsEmpty: false } ? fields : null;
    }
}
