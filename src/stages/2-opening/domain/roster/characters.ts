export { narrowed, plainBlanks, withoutBlanks } from '../lists/characters';
