namespace Chameleon.Web.Studio;

/// <summary>
/// A colour for each picture code: codes whose vectors are close get colours that are close. The three directions in which
/// the codebook spreads most are red, green and blue.
/// </summary>
internal static class CodeColours
{
    private const int Rounds = 40;
    private const int Darkest = 36;
    private const int Range = 200;

    /// <summary>The colours, 0xRRGGBB.</summary>
    /// <param name="codebook">[codes, width].</param>
    /// <param name="codes">How many codes.</param>
    public static int[] Of(ReadOnlySpan<float> codebook, int codes)
    {
        var rows = Centred(codebook, codes);
        var colours = new int[codes];
        for (var channel = 0; channel < 3; channel++)
        {
            var direction = WidestDirection(rows, channel);
            var places = TakeOut(rows, direction);
            var order = Enumerable.Range(0, codes).ToArray();
            Array.Sort(places, order);
            for (var rank = 0; rank < codes; rank++)
            {
                colours[order[rank]] |= (Darkest + (rank * Range / Math.Max(1, codes - 1))) << (8 * (2 - channel));
            }
        }

        return colours;
    }

    private static float[][] Centred(ReadOnlySpan<float> codebook, int codes)
    {
        var width = codebook.Length / codes;
        var mean = new float[width];
        var rows = new float[codes][];
        for (var code = 0; code < codes; code++)
        {
            rows[code] = codebook.Slice(code * width, width).ToArray();
            Add(mean, rows[code], 1f / codes);
        }

        foreach (var row in rows)
        {
            Add(row, mean, -1);
        }

        return rows;
    }

    /// <summary>By power iteration: what the rows make of a direction again and again turns to where they spread most.</summary>
    private static float[] WidestDirection(float[][] rows, int seed)
    {
        var random = new Random(seed);
        var direction = Unit([.. rows[0].Select(_ => random.NextSingle() - 0.5f)]);
        for (var round = 0; round < Rounds; round++)
        {
            var next = new float[direction.Length];
            foreach (var row in rows)
            {
                Add(next, row, Dot(row, direction));
            }

            direction = Unit(next);
        }

        return direction;
    }

    /// <summary>Places along a direction, which the rows lose, so that the next one is another.</summary>
    private static float[] TakeOut(float[][] rows, float[] direction)
    {
        var places = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            places[i] = Dot(rows[i], direction);
            Add(rows[i], direction, -places[i]);
        }

        return places;
    }

    private static float[] Unit(float[] vector)
    {
        var length = MathF.Sqrt(Dot(vector, vector));
        return length > 0 ? [.. vector.Select(value => value / length)] : vector;
    }

    private static float Dot(float[] a, float[] b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void Add(float[] to, float[] what, float times)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += times * what[i];
        }
    }
}
