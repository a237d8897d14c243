using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atrium.Api;

namespace Atrium.CommandLine;

/// <summary>Records as JSON on standard output: the same that the API sends.</summary>
internal static class JsonOutput
{
    internal static void Write<T>(Shell shell, T value, Func<AtriumJson, JsonTypeInfo<T>> type)
    {
        // Names in other scripts stay readable; the output goes into no web page.
        var context = new AtriumJson(new JsonSerializerOptions(AtriumJson.Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        shell.Out.WriteLine(JsonSerializer.Serialize(value, type(context)));
    }
}
