namespace Atrium.Core.Repository;

/// <summary>The kinds of spaces, which are the folders at the top of the tree. The numbers are stored.</summary>
public enum SpaceKind
{
    /// <summary>/home/ACCOUNT</summary>
    Home = 0,

    /// <summary>/shared/NAME</summary>
    Shared = 1,

    /// <summary>/sites/HOST</summary>
    Sites = 2,
}

/// <summary>The kinds as the first name of a path.</summary>
public static class SpaceKinds
{
    /// <summary>The folder at the top of the tree: "home", "shared" or "sites".</summary>
    public static string FolderName(this SpaceKind kind) => kind switch
    {
        SpaceKind.Home => "home",
        SpaceKind.Shared => "shared",
        SpaceKind.Sites => "sites",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>All kinds, in the order of their names.</summary>
    public static IReadOnlyList<SpaceKind> All { get; } = [SpaceKind.Home, SpaceKind.Shared, SpaceKind.Sites];

    /// <summary>The kind of a first name, or null.</summary>
    public static SpaceKind? FromFolderName(string name) => name switch
    {
        "home" => SpaceKind.Home,
        "shared" => SpaceKind.Shared,
        "sites" => SpaceKind.Sites,
        _ => null,
    };
}
