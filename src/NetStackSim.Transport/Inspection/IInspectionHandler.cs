namespace NetStackSim.Transport;

/// <summary>Who looks at an inspection point; implemented by the filter engine's shims.</summary>
public interface IInspectionHandler
{
    /// <summary>Decides about one packet, request or event.</summary>
    /// <param name="point">The point that calls.</param>
    /// <param name="context">
    /// The facts. A list in it is lent for the call with the data offset of the layer and must come back with the same offset,
    /// unless the verdict is <see cref="InspectionAction.Absorb"/>, which moves it to the handler.
    /// </param>
    /// <returns>The verdict.</returns>
    InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context);

    /// <summary>
    /// Permits a packet without looking at it, when its facts alone decide. False says nothing: <see cref="Inspect"/> decides then. The list may still be
    /// in its chain and its data start anywhere.
    /// </summary>
    /// <param name="context">The facts; not changed.</param>
    /// <returns>True when the packet is permitted and counted.</returns>
    bool TryPermit(ref InspectionContext context) => false;

    /// <summary>
    /// True when frames that differ in nothing but their data may be shown as one chain, with one verdict for all of them. Link layers only.
    /// </summary>
    bool TakesBatches => false;
}
