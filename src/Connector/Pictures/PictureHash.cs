using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>SHA-256 of picture files; an object that comes again with every turn of a chat is hashed once. Thread-safe.</summary>
internal static class PictureHash
{
    private static readonly ConditionalWeakTable<DataContent, byte[]> Known = [];

    /// <summary>The hash of a content's data, which is taken as immutable.</summary>
    public static byte[] Of(DataContent content) => Known.GetValue(content, static content => SHA256.HashData(content.Data.Span));
}
