using System.Reflection;

namespace Chameleon.Web.Pictures;

/// <summary>The pictures that the first page offers to try the model with.</summary>
internal static class ExamplePictures
{
    private static readonly Assembly Own = typeof(ExamplePictures).Assembly;

    /// <summary>The file of one; null when there is none of that name.</summary>
    public static byte[]? Find(string name)
    {
        using var resource = Own.GetManifestResourceStream($"examples/{name}");
        if (resource is null)
        {
            return null;
        }

        var file = new byte[resource.Length];
        resource.ReadExactly(file);
        return file;
    }
}
