namespace Chameleon.Engine.Compute.Memory;

/// <summary>Single keys and values put into a cache and taken out of it.</summary>
internal static unsafe class KvRows
{
    /// <summary>Writes a token's key.</summary>
    /// <param name="head">Whose.</param>
    /// <param name="token">The token.</param>
    /// <param name="key">[headDim].</param>
    /// <param name="scratch">Room for an encoded key: [headDim] of at most four bytes.</param>
    public static void WriteKey(in KvHead head, int token, ReadOnlySpan<float> key, byte* scratch)
    {
        var element = head.Layout.Element;
        var scale = KvCodec.Encode(element, key, scratch);
        if (element == KvElement.Int8)
        {
            *head.KeyScale(token) = scale;
        }

        var target = head.Key(token, out var stride);
        switch (head.Layout.ElementBytes)
        {
            case sizeof(float):
                Scatter((float*)scratch, key.Length, (float*)target, stride);
                break;
            case sizeof(ushort):
                Scatter((ushort*)scratch, key.Length, (ushort*)target, stride);
                break;
            default:
                Scatter(scratch, key.Length, target, stride);
                break;
        }
    }

    /// <summary>Writes a token's value, [headDim].</summary>
    public static void WriteValue(in KvHead head, int token, ReadOnlySpan<float> value)
    {
        var scale = KvCodec.Encode(head.Layout.Element, value, head.Value(token));
        if (head.Layout.Element == KvElement.Int8)
        {
            *head.ValueScale(token) = scale;
        }
    }

    /// <summary>Reads a token's key, [headDim].</summary>
    public static void ReadKey(in KvHead head, int token, Span<float> key)
    {
        var source = head.Key(token, out var stride);
        var scale = head.Layout.Element == KvElement.Int8 ? *head.KeyScale(token) : 1;
        for (var d = 0; d < key.Length; d++)
        {
            key[d] = scale * KvCodec.Decode(head.Layout.Element, source, d * stride);
        }
    }

    /// <summary>Reads a token's value, [headDim].</summary>
    public static void ReadValue(in KvHead head, int token, Span<float> value)
    {
        var source = head.Value(token);
        var scale = head.Layout.Element == KvElement.Int8 ? *head.ValueScale(token) : 1;
        for (var d = 0; d < value.Length; d++)
        {
            value[d] = scale * KvCodec.Decode(head.Layout.Element, source, d);
        }
    }

    private static void Scatter<T>(T* source, int count, T* target, nint stride)
        where T : unmanaged
    {
        for (var i = 0; i < count; i++, target += stride)
        {
            *target = source[i];
        }
    }
}
