using Atrium.Api;

namespace Atrium.Health;

/// <summary>A finding for a person: what, where, and what to do.</summary>
internal static class FindingText
{
    internal static void Write(TextWriter output, FindingRecord finding)
    {
        output.WriteLine($"{finding.Severity}: {finding.Check}: {finding.Subject}");
        output.WriteLine($"  {finding.Detail}");
        output.WriteLine($"  What to do: {finding.Advice}");
    }
}
