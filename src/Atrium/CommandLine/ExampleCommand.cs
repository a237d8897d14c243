using System.CommandLine;

namespace Atrium.CommandLine;

/// <summary>A command that shows how it is used: every one has at least one example.</summary>
internal sealed class ExampleCommand(string name, string description, params string[] examples) : Command(name, description), IHasExamples
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = examples;
}

/// <summary>What help prints at its end.</summary>
internal interface IHasExamples
{
    /// <summary>Whole command lines.</summary>
    IReadOnlyList<string> Examples { get; }
}
