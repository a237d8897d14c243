namespace Atrium.Core.Repository;

/// <summary>Whether something can stand at a path, as far as the folders above it are concerned.</summary>
internal static class ParentRule
{
    internal static Refused? Check(TreeWalk walk, MissingParents missingParents)
    {
        if (walk.IsTaken)
            return Refused.Denied($"{walk.Path} cannot be used by you: choose another name.");
        if (walk.BlockedBy is { } file)
            return Refused.Conflict($"{file} is a file, not a folder.");
        return missingParents == MissingParents.Refuse && !walk.HasParents
            ? Refused.Conflict($"The folder {walk.PathTo(walk.FoundDepth + 1)} does not exist; make it first.")
            : null;
    }
}
