namespace Atrium.Conformance.Crash;

/// <summary>One request that changes a writer's folder: how it is sent, and what it makes of the state.</summary>
internal abstract record Operation
{
    public abstract Tree Apply(Tree before);

    /// <param name="client">The connection.</param>
    /// <param name="root">The writer's folder on the server.</param>
    public abstract Task<Answer> SendAsync(AtriumClient client, string root);
}

internal sealed record Put(string Path, Piece Bytes) : Operation
{
    public override Tree Apply(Tree before) => before.With(Path, Content.Of(Bytes));

    // Every third body comes without a length, as from a pipe: the other way through the server's reader.
    public override Task<Answer> SendAsync(AtriumClient client, string root) => Bytes.Seed % 3 == 0
        ? client.PutStreamedAsync($"{root}/{Path}", Bytes.Bytes())
        : client.PutAsync($"{root}/{Path}", Bytes.Bytes());
}

internal sealed record Append(string Path, Piece Bytes) : Operation
{
    public override Tree Apply(Tree before) => before.With(Path, before.Files[Path].With(Bytes));

    public override Task<Answer> SendAsync(AtriumClient client, string root) => client.AppendAsync($"{root}/{Path}", Bytes.Bytes());
}

internal sealed record Delete(string Path) : Operation
{
    public override Tree Apply(Tree before) => before.Without(Path);

    public override Task<Answer> SendAsync(AtriumClient client, string root) => client.DeleteAsync($"{root}/{Path}");
}

internal sealed record DeleteTree(string Path) : Operation
{
    public override Tree Apply(Tree before) => before.Without(Path);

    public override Task<Answer> SendAsync(AtriumClient client, string root) => client.DeleteTreeAsync($"{root}/{Path}");
}

internal sealed record Move(string From, string To) : Operation
{
    public override Tree Apply(Tree before) => before.WithMove(From, To);

    public override Task<Answer> SendAsync(AtriumClient client, string root) => client.MoveAsync($"{root}/{From}", $"{root}/{To}");
}

internal sealed record Copy(string From, string To) : Operation
{
    public override Tree Apply(Tree before) => before.WithCopy(From, To);

    public override Task<Answer> SendAsync(AtriumClient client, string root) => client.CopyAsync($"{root}/{From}", $"{root}/{To}");
}
