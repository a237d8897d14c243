using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Spaces;

/// <summary><c>atrium space</c></summary>
internal static class SpaceCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "space", "Spaces: the folders at the top of the tree, each with an owner, a quota and a retention time", "atrium space list")
    {
        SpaceAdd.Create(kit),
        SpaceList.Create(kit),
        SpaceSet.Create(kit),
        SpaceRemove.Create(kit),
    };
}
