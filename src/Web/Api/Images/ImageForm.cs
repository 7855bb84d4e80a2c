using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Reads forms with pictures: the fields become an object like the other requests' bodies.</summary>
internal static class ImageForm
{
    private const int MaxFields = 64;
    private const int MaxFieldBytes = 1024 * 1024;
    private const string Picture = "image";
    private const string Mask = "mask";

    /// <summary>In memory, as it is the caller's alone and short-lived, and the program may have no place to write.</summary>
    private static readonly FormOptions Limits = new()
    {
        MultipartBodyLengthLimit = ApiBody.MaxBytes,
        MemoryBufferThreshold = (int)ApiBody.MaxBytes,
        ValueCountLimit = MaxFields,
        ValueLengthLimit = MaxFieldBytes,
    };

    /// <summary>Fields that are no text.</summary>
    private static readonly HashSet<string> Values = ["n", "stream", "partial_images"];

    /// <summary>Reads a form.</summary>
    /// <exception cref="ApiException">It is none, or not what it must be.</exception>
    public static async Task<ImageAsk> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is not true)
        {
            throw ApiThrow.MediaType(request.ContentType, "multipart/form-data");
        }

        ApiBody.CheckLength(request);
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(Limits, context.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw ApiThrow.BadForm($"it is malformed, or holds more than {MaxFields} fields, or one of more than {MaxFieldBytes} bytes.");
        }

        using var fields = Fields(form);
        var (pictures, mask) = await FilesAsync(form, context.RequestAborted);
        return ImageAskReader.Read(new JsonFields(fields.RootElement), pictures) with { Mask = mask };
    }

    private static JsonDocument Fields(IFormCollection form)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            foreach (var (name, values) in form)
            {
                json.WritePropertyName(name);
                Write(json, name, values.Count == 1 ? values[0] ?? "" : throw ApiThrow.Bad($"'{name}' is there {values.Count} times; send it once.", name, "invalid_value"));
            }

            json.WriteEndObject();
        }

        return JsonDocument.Parse(text.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, string value)
    {
        if (Values.Contains(name) && value is "true" or "false")
        {
            json.WriteBooleanValue(value == "true");
        }
        else if (Values.Contains(name) && long.TryParse(value, out var number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(value);
        }
    }

    private static async Task<(IReadOnlyList<DataContent> Pictures, DataContent? Mask)> FilesAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        List<DataContent> pictures = [];
        DataContent? mask = null;
        foreach (var file in form.Files)
        {
            if (file.Name is Picture or $"{Picture}[]")
            {
                pictures.Add(await ReadAsync(file, Picture, cancellationToken));
            }
            else if (file.Name != Mask)
            {
                throw ApiThrow.Unknown(file.Name);
            }
            else if (mask is null)
            {
                mask = await ReadAsync(file, Mask, cancellationToken);
            }
            else
            {
                throw ApiThrow.Bad("There is more than one 'mask'; send one.", Mask, "invalid_value");
            }
        }

        return pictures.Count > 0 ? (pictures, mask) : throw ApiThrow.Missing(Picture);
    }

    private static async Task<DataContent> ReadAsync(IFormFile file, string name, CancellationToken cancellationToken)
    {
        if (file.Length > PictureReader.MaxBytes)
        {
            throw ApiThrow.Picture(name, $"The picture file has {file.Length} bytes; at most {PictureReader.MaxBytes} are read.");
        }

        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return PictureReader.Of(bytes);
    }
}
