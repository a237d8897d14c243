namespace Atrium.Core.Tests.Repository;

/// <summary>What a file of the model holds.</summary>
/// <param name="Text">ASCII: as many bytes as characters.</param>
/// <param name="IsOnePiece">False once something was appended: then its tag is not its hash.</param>
internal sealed record ModelContent(string Text, bool IsOnePiece);

/// <summary>A file or a folder of the model, with what was taken out of the folder last under each name.</summary>
internal sealed class ModelNode(ModelContent? content)
{
    /// <summary>Null: a folder.</summary>
    internal ModelContent? Content { get; set; } = content;

    internal bool IsFolder => Content is null;

    internal SortedDictionary<string, ModelNode> Children { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, ModelNode> Gone { get; } = [];

    /// <summary>Where it stands, or stood last.</summary>
    internal (ModelNode Parent, string Name)? Place { get; private set; }

    internal long Bytes => Content?.Text.Length ?? Children.Values.Sum(child => child.Bytes);

    internal void Link(string name, ModelNode child)
    {
        Children.Add(name, child);
        child.Place = (this, name);
    }

    internal void Unlink(string name)
    {
        if (Children.Remove(name, out var child))
            Gone[name] = child;
    }

    internal ModelNode Copy()
    {
        var copy = new ModelNode(Content);
        foreach (var (name, child) in Children)
            copy.Link(name, child.Copy());
        return copy;
    }
}
