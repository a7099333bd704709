namespace NetStackSim.Wfp;

/// <summary>How a file is written, beside its elements.</summary>
/// <param name="HasWindowsLines">True when its lines end with carriage return and line feed.</param>
/// <param name="HasByteOrderMark">True when it starts with a byte-order mark.</param>
internal readonly record struct XmlLayout(bool HasWindowsLines, bool HasByteOrderMark);
