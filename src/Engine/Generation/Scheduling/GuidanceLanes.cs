using System.Runtime.InteropServices;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Generation.Cache;
using Chameleon.Engine.Generation.Sampling;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>
/// Makes the sequences that a picture is guided by, at the moment when it begins (Meta's image decoder): the one of its
/// pictures keeps the codes, begin of sequence, openings and closings of the full one; the unconditioned one has only
/// begin of sequence, the negative prompt if any, and the opening.
/// </summary>
internal sealed class GuidanceLanes(ILoadedModel model, KvBlockPool pool)
{
    private readonly KvLayout layout = model.Decoder.KvLayout;

    /// <summary>Begins the guidance of a picture; the main sequence ends in its opening.</summary>
    public void Begin(Answer answer)
    {
        var (special, pictures) = (model.Special, model.Pictures);
        var imageOnly = new List<int>();
        foreach (var id in answer.Main!.Tokens)
        {
            if (id == special.BeginOfSequence || id == pictures.BeginOfImage || id == pictures.EndOfImage || pictures.TryGetCode(id, out _))
            {
                imageOnly.Add(id);
            }
        }

        List<int> unconditioned = [special.BeginOfSequence, .. answer.Request.NegativePrompt, pictures.BeginOfImage];
        answer.Guidance = PictureGuidance.For(answer.Request.Options.Picture, imageOnly.SequenceEqual(unconditioned));
        answer.Unconditioned = answer.Guidance.Kind == GuidanceKind.None ? null : Create(unconditioned, answer);
        answer.ImageOnly = answer.Guidance.Kind == GuidanceKind.ThreeWay ? Create(imageOnly, answer) : null;
    }

    private Lane Create(List<int> tokens, Answer answer)
    {
        var lane = new Lane(pool, layout, tokens.Count + answer.Machine.CodesPerPicture);
        lane.Append(CollectionsMarshal.AsSpan(tokens));
        return lane;
    }
}
