using System.Reflection;
using System.Runtime.CompilerServices;

namespace Atrium.Laws;

/// <summary>Arrows between assemblies point one way (docs/architecture.md).</summary>
public class AssemblyLaws
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Atrium.Api"] = [],
        ["Atrium.Client"] = ["Atrium.Api"],
        ["Atrium.Core"] = [],
        ["Atrium.Storage"] = ["Atrium.Core"],
        ["Atrium.Protocols"] = ["Atrium.Core"],
        ["Atrium.Protocols.Http"] = ["Atrium.Core", "Atrium.Protocols", "Atrium.Api"],
        ["Atrium"] = ["Atrium.Core", "Atrium.Storage", "Atrium.Protocols", "Atrium.Protocols.Http", "Atrium.Api", "Atrium.Client"],
    };

    public static TheoryData<string> Assemblies => [.. Allowed.Keys];

    internal static Assembly Load(string name) => Assembly.Load(name);

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void References_OfAnAssembly_AreThoseOfTheArchitecture(string name)
        => Assert.Empty(Load(name).GetReferencedAssemblies().Select(a => a.Name!).Where(a => a.StartsWith("Atrium", StringComparison.Ordinal)).Except(Allowed[name]));

    [Fact]
    public void References_OfAllProjects_AreKnown()
        => Assert.Equal(
            Allowed.Keys.Order(), Directory.GetFiles(Path.Combine(Source.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p)!).Order());

    [Fact]
    public void References_OfCore_AreNeitherWebNorDatabase()
        => Assert.DoesNotContain(
            Load("Atrium.Core").GetReferencedAssemblies(),
            a => a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || a.Name.Contains("SQLite", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Ports_OfCore_AreInternal()
        => Assert.DoesNotContain(Load("Atrium.Core").GetExportedTypes(), type => type.Namespace == "Atrium.Core.Ports");

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Fields_ThatAreStatic_AreReadOnly(string name)
        => Assert.Empty(
            from type in Load(name).GetTypes()
            where !type.IsDefined(typeof(CompilerGeneratedAttribute), false) && !type.Name.StartsWith('<') && type.DeclaringType?.Name.StartsWith('<') != true
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsInitOnly && !field.IsLiteral && !field.IsDefined(typeof(CompilerGeneratedAttribute), false)
            // Written by the JSON source generator into the same partial class.
            where type.Name != "AtriumJson" && !field.Name.StartsWith("__", StringComparison.Ordinal)
            select $"{type.FullName}.{field.Name}");

    [Fact]
    public void Files_OfTheSource_HoldOneConcept()
    {
        const int Longest = 400;
        Assert.DoesNotContain(
            Directory.GetFiles(Path.Combine(Source.Root, "src"), "*.cs", SearchOption.AllDirectories),
            file => !file.Contains("/obj/", StringComparison.Ordinal) && File.ReadLines(file).Count() > Longest);
    }
}
